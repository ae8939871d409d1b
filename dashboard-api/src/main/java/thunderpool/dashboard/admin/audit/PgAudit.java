package thunderpool.dashboard.admin.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import thunderpool.bitcoin.Hash256;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;

/** The audit log's table. Rows are added one at a time, in the caller's transaction when there is one. */
public final class PgAudit {

    private static final Logger LOG = LoggerFactory.getLogger(PgAudit.class);

    /** Held while a row is added, so that two never have the same one before them: a name in PostgreSQL's lock table. */
    private static final long LOCK = 0x74_70_61_75_64_69_74L;

    private static final int CHECKED_AT_ONCE = 1000;

    /** Of one user's rows: strangers choose how often they are looked through. */
    private static final int LOOKED_AT = 5_000;

    /** A row as people read it. */
    public record Row(
            long id,
            Instant at,
            String user,
            String role,
            String address,
            String action,
            String detail,
            String outcome,
            String hash) {}

    /**
     * Which rows are wanted, newest first.
     *
     * @param beforeId only rows before this one
     * @param user empty for all
     * @param action empty for all
     * @param fromMs milliseconds since the Unix epoch
     * @param toMs exclusive
     */
    public record Query(long beforeId, String user, String action, long fromMs, long toMs, int limit) {}

    /** A chain without rows. */
    static final Followed.Whole EMPTY = new Followed.Whole(0, AuditChain.START);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    public PgAudit(JdbcClient jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /** The hash goes to the service's log too: whoever owns the database does not own that. */
    public void add(Act act, long atMs) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query().singleRow();
            Optional<Link> last = last();
            long id = last.map(Link::id).orElse(0L) + 1;
            Hash256 hash = AuditChain.hash(last.map(Link::hash).orElse(AuditChain.START), id, atMs, act);
            jdbc.sql("insert into admin_audit values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            id,
                            atMs,
                            act.user(),
                            act.role(),
                            act.address(),
                            act.action(),
                            act.detail(),
                            act.outcome().name(),
                            hash.wire())
                    .update();
            LOG.atInfo()
                    .addKeyValue(LogKey.EVENT, LogEvent.ADMIN_ACTED)
                    .addKeyValue(LogKey.AUDIT, id)
                    .addKeyValue(LogKey.USER, act.user())
                    .addKeyValue(LogKey.KIND, act.action())
                    .log("audit: {}; chain {}", act.outcome(), hash.displayHex());
        });
    }

    public List<Row> rows(Query query) {
        return jdbc.sql("""
                        select * from admin_audit where id < :before and at_ms >= :from and at_ms < :to
                          and (:user = '' or user_name = :user) and (:action = '' or action = :action)
                        order by id desc limit :limit""")
                .param("before", query.beforeId())
                .param("from", query.fromMs())
                .param("to", query.toMs())
                .param("user", query.user())
                .param("action", query.action())
                .param("limit", query.limit())
                .query((row, at) -> new Row(
                        row.getLong("id"),
                        Instant.ofEpochMilli(row.getLong("at_ms")),
                        row.getString("user_name"),
                        row.getString("role"),
                        row.getString("address"),
                        row.getString("action"),
                        row.getString("detail"),
                        row.getString("outcome"),
                        Hash256.ofWire(row.getBytes("hash")).displayHex()))
                .list();
    }

    /** Where this user was seen to do one of these, of late. */
    public List<String> addressesOf(String user, List<String> actions) {
        return jdbc.sql("""
                        select distinct address from (
                          select address, action, outcome from admin_audit where user_name = :user
                          order by id desc limit :looked) latest
                        where action in (:actions) and outcome = 'DONE'""")
                .param("user", user)
                .param("looked", LOOKED_AT)
                .param("actions", actions)
                .query((row, at) -> row.getString("address"))
                .list();
    }

    /** The chain's last row, when all rows follow, or the first one that does not. */
    sealed interface Followed {

        record Whole(long lastId, Hash256 lastHash) implements Followed {}

        record Broken(long id) implements Followed {}
    }

    /**
     * From the beginning.
     *
     * @param known a row that stood there before and must still be there; {@link #EMPTY} for none
     */
    Followed follow(Followed.Whole known) {
        Link last = new Link(0, AuditChain.START);
        while (true) {
            List<Stored> rows = jdbc.sql("select * from admin_audit where id > ? order by id limit ?")
                    .params(last.id(), CHECKED_AT_ONCE)
                    .query((row, at) -> stored(row))
                    .list();
            for (Stored row : rows) {
                Hash256 expected = AuditChain.hash(last.hash(), row.link.id(), row.atMs, row.texts);
                boolean another =
                        row.link.id() == known.lastId() && !row.link.hash().equals(known.lastHash());
                if (row.link.id() != last.id() + 1 || !expected.equals(row.link.hash()) || another) {
                    return new Followed.Broken(last.id() + 1);
                }
                last = row.link;
            }
            if (rows.isEmpty()) {
                return last.id() < known.lastId()
                        ? new Followed.Broken(last.id() + 1)
                        : new Followed.Whole(last.id(), last.hash());
            }
        }
    }

    private record Link(long id, Hash256 hash) {}

    private record Stored(Link link, long atMs, List<String> texts) {}

    private Optional<Link> last() {
        return jdbc.sql("select id, hash from admin_audit order by id desc limit 1")
                .query((row, at) -> new Link(row.getLong("id"), Hash256.ofWire(row.getBytes("hash"))))
                .optional();
    }

    /** Raw: a row that can not be read as one of ours was changed too, and then its hash fits nothing. */
    private static Stored stored(ResultSet row) throws SQLException {
        List<String> texts = new ArrayList<>();
        for (String column : List.of("user_name", "role", "address", "action", "detail", "outcome")) {
            texts.add(Objects.requireNonNullElse(row.getString(column), "\0"));
        }
        byte[] hash = row.getBytes("hash");
        boolean hashed = hash != null && hash.length == Hash256.SIZE;
        return new Stored(
                new Link(row.getLong("id"), hashed ? Hash256.ofWire(hash) : Hash256.ZERO), row.getLong("at_ms"), texts);
    }
}

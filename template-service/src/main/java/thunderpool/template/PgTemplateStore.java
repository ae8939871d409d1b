package thunderpool.template;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;

/**
 * Bodies in PostgreSQL: each transaction once, a body as the list of their ids. What a template repeats of the one before
 * it (nearly everything) is not sent again.
 *
 * <p>Invariant: a stored transaction's {@code last_height} lies less than {@link #SLACK} below the highest block that a
 * body wants it in, and only what lies {@link #SLACK} below the oldest body kept is dropped; so a body always finds its
 * transactions. Each body is checked for it as it is stored. One instance at a time writes; every one reads.
 */
final class PgTemplateStore implements TemplateStore {

    private static final Logger LOG = LoggerFactory.getLogger(PgTemplateStore.class);
    private static final int SLACK = 3;

    private final PgConnections connections;
    private final String chain;

    /** Heights that stored transactions carry, as far as this instance wrote them; guarded by this. */
    private final Map<Hash256, Integer> stored = new HashMap<>();

    PgTemplateStore(PgConnections connections, String chain) {
        this.connections = connections;
        this.chain = chain;
    }

    /**
     * Above every id given before, and never below the second (Unix time) in which it is asked for: a database that came
     * back from an old copy must not give an id that the log has a template of already. Gateways and validators keep the
     * first template of an id, so work under the second one would reach nobody, or be refused.
     */
    @Override
    public int nextId() {
        return connections.transaction("next template id", connection -> {
            try (Statement statement = connection.createStatement()) {
                // Only the leader asks, but one that was halted may ask beside its successor.
                statement.execute("select pg_advisory_xact_lock(hashtext('template_ids'))");
                try (ResultSet row = statement.executeQuery("""
                        select setval('template_ids',
                                      greatest(nextval('template_ids'), extract(epoch from clock_timestamp())::bigint))
                        """)) {
                    row.next();
                    return (int) row.getLong(1);
                }
            }
        });
    }

    @Override
    public synchronized void put(TemplateBody body) {
        List<TemplateBody.Entry> unsent = body.entries().stream()
                .filter(entry -> stored.getOrDefault(entry.wtxid(), Integer.MIN_VALUE) <= body.height() - SLACK)
                .toList();
        boolean whole = connections.transaction("store a template's body", connection -> {
            insertTransactions(connection, unsent, body.height());
            insertBody(connection, body);
            boolean allThere = holdsAllOf(connection, body);
            if (!allThere) {
                insertTransactions(connection, body.entries(), body.height());
            }
            return allThere;
        });
        if (!whole) {
            LOG.warn("the database had forgotten transactions of templates; those of {} are there again", body.id());
            stored.clear();
        }
        (whole ? unsent : body.entries()).forEach(entry -> stored.put(entry.wtxid(), body.height()));
    }

    /** What an acknowledged commit brought may be gone again: a replica that lagged behind leads now. */
    private boolean holdsAllOf(Connection connection, TemplateBody body) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select count(*) from template_transactions where chain = ? and wtxid = any(?)")) {
            select.setString(1, chain);
            select.setArray(2, wtxids(connection, body.entries()));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1) == body.entries().size();
            }
        }
    }

    /** In the order of their ids: two instances that insert the same ones at once must not wait for each other. */
    private void insertTransactions(Connection connection, List<TemplateBody.Entry> given, int height)
            throws SQLException {
        List<TemplateBody.Entry> entries = given.stream()
                .sorted(Comparator.comparing(TemplateBody.Entry::wtxid))
                .toList();
        if (entries.isEmpty()) {
            return;
        }
        HexFormat hex = HexFormat.of();
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into template_transactions as held (chain, wtxid, txid, raw, last_height)
                select ?, given.wtxid, given.txid, given.raw, ?
                  from unnest(?::bytea[], ?::bytea[], ?::bytea[]) as given(wtxid, txid, raw)
                on conflict (chain, wtxid) do update set last_height = excluded.last_height
                 where held.last_height < excluded.last_height
                """)) {
            insert.setString(1, chain);
            insert.setInt(2, height);
            insert.setArray(3, wtxids(connection, entries));
            insert.setArray(
                    4,
                    bytes(
                            connection,
                            entries.stream().map(entry -> entry.txid().wire()).toList()));
            insert.setArray(
                    5,
                    bytes(
                            connection,
                            entries.stream()
                                    .map(entry -> hex.parseHex(entry.rawHex()))
                                    .toList()));
            insert.executeUpdate();
        }
    }

    private void insertBody(Connection connection, TemplateBody body) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into template_bodies (id, chain, height, previous, pool_script, wtxids, mweb, segwit)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """)) {
            insert.setLong(1, Integer.toUnsignedLong(body.id()));
            insert.setString(2, chain);
            insert.setInt(3, body.height());
            insert.setBytes(4, body.previous().wire());
            insert.setBytes(5, body.poolScript().bytes());
            insert.setArray(6, wtxids(connection, body.entries()));
            insert.setBytes(7, HexFormat.of().parseHex(body.mwebHex()));
            insert.setBoolean(8, body.segwit());
            insert.executeUpdate();
        }
    }

    private static Array wtxids(Connection connection, List<TemplateBody.Entry> entries) throws SQLException {
        return bytes(
                connection, entries.stream().map(entry -> entry.wtxid().wire()).toList());
    }

    private static Array bytes(Connection connection, List<byte[]> values) throws SQLException {
        return connection.createArrayOf("bytea", values.toArray(byte[][]::new));
    }

    @Override
    public Optional<TemplateBody> body(int templateId) {
        return connections.transaction("read a template's body", connection -> {
            List<TemplateBody.Entry> entries = entries(connection, templateId);
            try (PreparedStatement select = connection.prepareStatement("""
                    select height, previous, pool_script, mweb, segwit, cardinality(wtxids)
                      from template_bodies where id = ? and chain = ?
                    """)) {
                select.setLong(1, Integer.toUnsignedLong(templateId));
                select.setString(2, chain);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() && row.getInt(6) == entries.size()
                            ? Optional.of(body(templateId, row, entries))
                            : Optional.empty();
                }
            }
        });
    }

    private TemplateBody body(int id, ResultSet row, List<TemplateBody.Entry> entries) throws SQLException {
        return new TemplateBody(
                id,
                chain,
                row.getInt(1),
                Hash256.ofWire(row.getBytes(2)),
                new Script(row.getBytes(3)),
                entries,
                HexFormat.of().formatHex(row.getBytes(4)),
                row.getBoolean(5));
    }

    private List<TemplateBody.Entry> entries(Connection connection, int templateId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                select held.txid, held.wtxid, held.raw
                  from template_bodies body
                  cross join lateral unnest(body.wtxids) with ordinality as wanted(wtxid, place)
                  join template_transactions held on held.chain = body.chain and held.wtxid = wanted.wtxid
                 where body.id = ? and body.chain = ? order by wanted.place
                """)) {
            select.setLong(1, Integer.toUnsignedLong(templateId));
            select.setString(2, chain);
            List<TemplateBody.Entry> entries = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    entries.add(new TemplateBody.Entry(
                            Hash256.ofWire(row.getBytes(1)),
                            Hash256.ofWire(row.getBytes(2)),
                            HexFormat.of().formatHex(row.getBytes(3))));
                }
            }
            return entries;
        }
    }

    @Override
    public Optional<Newest> newest() {
        return connections.transaction("find the newest template", connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                    select id, previous from template_bodies where chain = ? order by id desc limit 1
                    """)) {
                select.setString(1, chain);
                try (ResultSet row = select.executeQuery()) {
                    return row.next()
                            ? Optional.of(new Newest((int) row.getLong(1), Hash256.ofWire(row.getBytes(2))))
                            : Optional.empty();
                }
            }
        });
    }

    @Override
    public synchronized void dropBelow(int height) {
        connections.transaction("drop old bodies", connection -> {
            delete(connection, "delete from template_bodies where chain = ? and height < ?", height);
            delete(connection, "delete from template_transactions where chain = ? and last_height < ?", height - SLACK);
            return height;
        });
        stored.values().removeIf(last -> last < height - SLACK);
    }

    private void delete(Connection connection, String statement, int height) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(statement)) {
            delete.setString(1, chain);
            delete.setInt(2, height);
            delete.executeUpdate();
        }
    }
}

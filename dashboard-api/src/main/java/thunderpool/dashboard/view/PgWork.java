package thunderpool.dashboard.view;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Writes shares as sums per worker and minute. It adds, so it must run in the transaction that moves the feed's
 * position: then a batch that comes again changes nothing.
 */
public final class PgWork {

    private static final String BATCH = """
            unnest(?::bytea[], ?::text[], ?::int[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                   ?::numeric[])
            as b (account, worker, reward_system, minute, first_ms, last_ms, shares, rejected, work)""";

    private static final String ADD_MINUTES = """
            insert into work_minutes as m (account, worker, reward_system, minute, shares, rejected, work)
            select account, worker, reward_system, minute, shares, rejected, work from %s
            on conflict (minute, account, worker, reward_system) do update
            set shares = m.shares + excluded.shares, rejected = m.rejected + excluded.rejected,
                work = m.work + excluded.work""".formatted(BATCH);

    private static final String ADD_WORKERS = """
            insert into workers as w (account, worker, reward_system, first_seen_ms, last_share_ms, shares, rejected, work)
            select account, worker, reward_system, min(first_ms), max(last_ms), sum(shares), sum(rejected), sum(work)
            from %s group by account, worker, reward_system order by account, worker, reward_system
            on conflict (account, worker, reward_system) do update
            set first_seen_ms = least(w.first_seen_ms, excluded.first_seen_ms),
                last_share_ms = greatest(w.last_share_ms, excluded.last_share_ms),
                shares = w.shares + excluded.shares, rejected = w.rejected + excluded.rejected,
                work = w.work + excluded.work""".formatted(BATCH);

    private static final String ADD_POOL = """
            insert into pool_minutes as p (minute, shares, rejected, work)
            select minute, sum(shares), sum(rejected), sum(work) from %s group by minute order by minute
            on conflict (minute) do update
            set shares = p.shares + excluded.shares, rejected = p.rejected + excluded.rejected,
                work = p.work + excluded.work""".formatted(BATCH);

    private final JdbcTemplate jdbc;

    public PgWork(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void add(ShareTally tally) {
        List<ShareTally.Row> rows = tally.rows();
        if (rows.isEmpty()) {
            return;
        }
        for (String sql : List.of(ADD_MINUTES, ADD_WORKERS, ADD_POOL)) {
            jdbc.update(sql, statement -> bind(statement, rows));
        }
    }

    private static void bind(PreparedStatement statement, List<ShareTally.Row> rows) throws SQLException {
        byte[][] accounts = rows.stream().map(row -> row.account().bytes()).toArray(byte[][]::new);
        statement.setArray(1, statement.getConnection().createArrayOf("bytea", accounts));
        statement.setArray(2, array(statement, "text", rows, ShareTally.Row::worker));
        statement.setArray(
                3, array(statement, "int4", rows, row -> row.rewardSystem().code()));
        statement.setArray(4, array(statement, "int8", rows, ShareTally.Row::minute));
        statement.setArray(5, array(statement, "int8", rows, ShareTally.Row::firstMs));
        statement.setArray(6, array(statement, "int8", rows, ShareTally.Row::lastMs));
        statement.setArray(7, array(statement, "int8", rows, ShareTally.Row::shares));
        statement.setArray(8, array(statement, "int8", rows, ShareTally.Row::rejected));
        statement.setArray(
                9,
                array(
                        statement,
                        "numeric",
                        rows,
                        row -> new BigDecimal(row.work().toBigInteger())));
    }

    private static Array array(
            PreparedStatement statement,
            String type,
            List<ShareTally.Row> rows,
            Function<ShareTally.Row, Object> column)
            throws SQLException {
        Connection connection = statement.getConnection();
        return connection.createArrayOf(type, rows.stream().map(column).toArray());
    }

    /**
     * Forgets workers' minutes that began before {@code beforeMs}.
     *
     * @return rows forgotten
     */
    public int forgetMinutesBefore(long beforeMs) {
        return jdbc.update("delete from work_minutes where minute < ?", Math.floorDiv(beforeMs, 60_000L));
    }
}

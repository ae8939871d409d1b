package thunderpool.dashboard.view;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Writes shares as sums per worker, account and pool, at every resolution at once. It adds, so it must run in the
 * transaction that moves the feed's position: then a batch that comes again changes nothing. All batches take row locks
 * in one order: workers, then minutes, tens and hours, each by worker, pool and account.
 */
public final class PgWork {

    private static final Duration TENS_KEPT = Duration.ofDays(8);
    private static final Duration HOURS_KEPT = Duration.ofDays(367);

    private static final String BATCH = """
            unnest(?::bytea[], ?::text[], ?::int[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                   ?::numeric[], ?::float8[], ?::bigint[], ?::boolean[])
            as b (account, worker, reward_system, minute, first_ms, last_ms, shares, rejected, work, best, best_ms,
                  known)""";

    private static final String ADD_WORKERS = """
            insert into workers as w (account, worker, reward_system, first_seen_ms, last_share_ms, shares, rejected,
                                      work, best_difficulty, best_at_ms)
            select account, worker, reward_system, min(first_ms), max(last_ms), sum(shares), sum(rejected), sum(work),
                   max(best), (array_agg(best_ms order by best desc))[1]
            from %s where known
            group by account, worker, reward_system order by account, worker, reward_system
            on conflict (account, worker, reward_system) do update
            set first_seen_ms = least(w.first_seen_ms, excluded.first_seen_ms),
                last_share_ms = greatest(w.last_share_ms, excluded.last_share_ms),
                shares = w.shares + excluded.shares, rejected = w.rejected + excluded.rejected,
                work = w.work + excluded.work,
                best_at_ms = case when excluded.best_difficulty > w.best_difficulty then excluded.best_at_ms
                                  else w.best_at_ms end,
                best_difficulty = greatest(w.best_difficulty, excluded.best_difficulty)""".formatted(BATCH);

    private static final String ADD_REFUSALS = """
            insert into worker_rejections as r (account, worker, reward_system, reason, shares)
            select * from unnest(?::bytea[], ?::text[], ?::int[], ?::int[], ?::bigint[])
            on conflict (account, worker, reward_system, reason) do update set shares = r.shares + excluded.shares""";

    private static final String KNOWN = """
            select w.account, w.worker, w.reward_system from unnest(?::bytea[], ?::text[], ?::int[])
                as b (account, worker, reward_system)
            join workers w on w.account = b.account and w.worker = b.worker and w.reward_system = b.reward_system""";

    private final JdbcTemplate jdbc;

    public PgWork(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds judged shares; their workers are known from here on. */
    void add(ShareTally tally) {
        write(tally.rows(), tally.refusals(), Set.of(), true);
    }

    /**
     * Adds what gateways refused. Who never had a judged share is counted in the pool's figures only: strangers may
     * name as many workers as they like.
     */
    void addRefused(ShareTally tally) {
        List<ShareTally.Who> named =
                tally.rows().stream().map(ShareTally.Row::who).distinct().toList();
        if (named.isEmpty()) {
            return;
        }
        Set<ShareTally.Who> known = Set.copyOf(jdbc.query(
                KNOWN,
                statement -> bindNames(statement, named),
                (row, at) -> new ShareTally.Who(
                        new thunderpool.bitcoin.Script(row.getBytes(1)),
                        row.getString(2),
                        thunderpool.work.RewardSystem.ofCode(row.getInt(3)))));
        write(tally.rows(), tally.refusals(), known, false);
    }

    private void write(
            List<ShareTally.Row> rows,
            List<ShareTally.Refusals> refusals,
            Set<ShareTally.Who> known,
            boolean allKnown) {
        if (rows.isEmpty()) {
            return;
        }
        jdbc.update(ADD_WORKERS, statement -> bind(statement, rows, known, allKnown));
        for (Scale scale : Scale.values()) {
            jdbc.update(addSteps(scale), statement -> bind(statement, rows, known, allKnown));
        }
        List<ShareTally.Refusals> counted = refusals.stream()
                .filter(row -> allKnown || known.contains(row.who()))
                .toList();
        if (!counted.isEmpty()) {
            jdbc.update(ADD_REFUSALS, statement -> {
                bindNames(
                        statement,
                        counted.stream().map(ShareTally.Refusals::who).toList());
                statement.setArray(
                        4, array(statement, "int4", counted, row -> row.reason().code()));
                statement.setArray(5, array(statement, "int8", counted, ShareTally.Refusals::shares));
            });
        }
    }

    /** A row that is new tells that the worker was not counted in this step yet (xmax is 0 for inserted rows). */
    private static String addSteps(Scale scale) {
        return """
            with b as (select account, worker, reward_system, minute / %2$d as step, shares, rejected, work, known
                       from %1$s),
            w as (insert into work_%3$s as m (account, worker, reward_system, step, shares, rejected, work)
                  select account, worker, reward_system, step, sum(shares), sum(rejected), sum(work)
                  from b where known group by account, worker, reward_system, step
                  order by account, worker, reward_system, step
                  on conflict (account, worker, reward_system, step) do update
                  set shares = m.shares + excluded.shares, rejected = m.rejected + excluded.rejected,
                      work = m.work + excluded.work
                  returning m.account, m.step, (m.xmax = 0)::int as fresh),
            f as (select account, step, sum(fresh) as fresh from w group by account, step),
            a as (insert into account_%3$s as a (account, step, shares, rejected, work, workers)
                  select s.account, s.step, s.shares, s.rejected, s.work, f.fresh
                  from (select account, step, sum(shares) as shares, sum(rejected) as rejected, sum(work) as work
                        from b where known group by account, step) s join f on f.account = s.account and f.step = s.step
                  order by s.account, s.step
                  on conflict (account, step) do update
                  set shares = a.shares + excluded.shares, rejected = a.rejected + excluded.rejected,
                      work = a.work + excluded.work, workers = a.workers + excluded.workers)
            insert into pool_%3$s as p (step, shares, rejected, work, workers)
            select s.step, s.shares, s.rejected, s.work, coalesce(n.fresh, 0)
            from (select step, sum(shares) as shares, sum(rejected) as rejected, sum(work) as work
                  from b group by step) s
                 left join (select step, sum(fresh) as fresh from f group by step) n on n.step = s.step
            order by s.step
            on conflict (step) do update
            set shares = p.shares + excluded.shares, rejected = p.rejected + excluded.rejected,
                work = p.work + excluded.work, workers = p.workers + excluded.workers""".formatted(BATCH, scale.minutes(), scale.table());
    }

    private static void bindNames(PreparedStatement statement, List<ShareTally.Who> names) throws SQLException {
        byte[][] accounts = names.stream().map(who -> who.account().bytes()).toArray(byte[][]::new);
        statement.setArray(1, statement.getConnection().createArrayOf("bytea", accounts));
        statement.setArray(2, array(statement, "text", names, ShareTally.Who::worker));
        statement.setArray(
                3, array(statement, "int4", names, who -> who.rewardSystem().code()));
    }

    private static void bind(
            PreparedStatement statement, List<ShareTally.Row> rows, Set<ShareTally.Who> known, boolean allKnown)
            throws SQLException {
        bindNames(statement, rows.stream().map(ShareTally.Row::who).collect(Collectors.toList()));
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
        statement.setArray(10, array(statement, "float8", rows, ShareTally.Row::bestDifficulty));
        statement.setArray(11, array(statement, "int8", rows, ShareTally.Row::bestAtMs));
        statement.setArray(12, array(statement, "bool", rows, row -> allKnown || known.contains(row.who())));
    }

    private static <T> Array array(PreparedStatement statement, String type, List<T> rows, Function<T, Object> column)
            throws SQLException {
        Connection connection = statement.getConnection();
        return connection.createArrayOf(type, rows.stream().map(column).toArray());
    }

    /**
     * Forgets steps of workers and accounts that are older than their resolution is kept; the pool's own minutes and
     * hours stay.
     *
     * @param minutesKept how long minutes of workers and accounts are kept, a day or more
     * @return rows forgotten
     */
    public int forget(long nowMs, Duration minutesKept) {
        int forgotten = forget("work_minutes", Scale.MINUTE, nowMs - minutesKept.toMillis())
                + forget("account_minutes", Scale.MINUTE, nowMs - minutesKept.toMillis());
        for (String table : List.of("work_tens", "account_tens", "pool_tens")) {
            forgotten += forget(table, Scale.TEN, nowMs - TENS_KEPT.toMillis());
        }
        for (String whose : List.of("work", "account")) {
            long hour = Scale.HOUR.stepOf(nowMs - HOURS_KEPT.toMillis());
            forgotten += forget(whose + "_hours", Scale.HOUR, nowMs - HOURS_KEPT.toMillis())
                    + jdbc.update("delete from " + whose + "_days where day < ?", hour / PgHistory.DAY_HOURS);
        }
        return forgotten;
    }

    private int forget(String table, Scale scale, long beforeMs) {
        return jdbc.update("delete from " + table + " where step < ?", scale.stepOf(beforeMs));
    }
}

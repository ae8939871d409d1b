package thunderpool.dashboard.view;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import thunderpool.dashboard.view.Views.LeaderRow;
import thunderpool.dashboard.view.Views.MinutePoint;
import thunderpool.dashboard.view.Views.PoolBalance;
import thunderpool.dashboard.view.Views.SchemePlan;
import thunderpool.dashboard.view.Views.SchemeRow;

/** Reads what is known of the pool as a whole. */
public final class PgPool {

    /** What the leaderboard is ordered by. */
    public enum Order {
        HASHRATE("work"),
        SHARES("shares"),
        BLOCKS("found");

        private final String column;

        Order(String column) {
            this.column = column;
        }
    }

    /**
     * The pool in numbers.
     *
     * @param miners accounts with a share in the last ten minutes
     * @param workers workers with a share in the last ten minutes
     * @param rejected by validators and gateways
     * @param firstSeenMs when the pool's first share came, 0 when none has
     */
    record Counts(
            long miners,
            long workers,
            long accepted,
            long rejected,
            long found,
            long orphaned,
            long matured,
            long firstSeenMs) {}

    private final JdbcClient jdbc;
    private final PgRows rows;
    private final InstantSource clock;

    public PgPool(JdbcClient jdbc, Accounts accounts, InstantSource clock) {
        this.jdbc = jdbc;
        this.rows = new PgRows(accounts);
        this.clock = clock;
    }

    /** Totals are the pool's hours, which are kept for good and hold refusals of strangers too. */
    Counts counts() {
        return jdbc.sql("""
                        select w.*, f.*, p.*, b.*
                        from (select count(distinct account) as miners, count(*) as workers
                              from workers where last_share_ms >= :since) w,
                             (select coalesce(min(first_seen_ms), 0) as first_seen from workers) f,
                             (select coalesce(sum(shares), 0) as shares, coalesce(sum(rejected), 0) as rejected
                              from pool_hours) p,
                             (select count(*) filter (where state in ('FOUND', 'MATURED')) as found,
                                     count(*) filter (where state in ('ORPHANED', 'REJECTED')) as orphaned,
                                     count(*) filter (where state = 'MATURED') as matured from blocks) b""")
                .param("since", clock.millis() - RateWindow.CURRENT_MINUTES * 60_000L)
                .query((row, at) -> new Counts(
                        row.getLong("miners"),
                        row.getLong("workers"),
                        row.getLong("shares"),
                        row.getLong("rejected"),
                        row.getLong("found"),
                        row.getLong("orphaned"),
                        row.getLong("matured"),
                        row.getLong("first_seen")))
                .single();
    }

    Optional<Instant> lastBlockAt() {
        return jdbc.sql("select found_at_ms as at from blocks where state in ('FOUND', 'MATURED')"
                        + " order by found_at_ms desc limit 1")
                .query((row, at) -> PgRows.instant(row, "at"))
                .optional();
    }

    /** The pool's last whole minutes, oldest first; a minute without a share is absent. */
    public List<MinutePoint> history(int minutes) {
        long now = Scale.MINUTE.stepOf(clock.millis());
        return jdbc.sql("select * from pool_minutes where step >= ? and step < ? order by step")
                .params(now - minutes, now)
                .query((row, at) -> new MinutePoint(
                        Instant.ofEpochMilli(row.getLong("step") * Scale.MINUTE.lengthMs()),
                        row.getLong("shares"),
                        row.getLong("rejected"),
                        row.getBigDecimal("work").doubleValue() / 60.0))
                .list();
    }

    public PoolBalance balance() {
        return jdbc.sql("""
                        select coalesce(sum(immature), 0) as immature, coalesce(sum(payable), 0) as payable,
                               coalesce(sum(reserved), 0) as reserved, coalesce(sum(paid), 0) as paid from balances""")
                .query((row, at) -> new PoolBalance(
                        row.getLong("immature"), row.getLong("payable"), row.getLong("reserved"), row.getLong("paid")))
                .single();
    }

    public List<SchemeRow> schemes() {
        return jdbc.sql("select * from schemes order by scheme_name")
                .query((row, at) -> new SchemeRow(
                        row.getString("scheme_name"),
                        row.getInt("block_interval"),
                        row.getInt("time_interval_minutes"),
                        row.getString("description"),
                        row.getLong("version"),
                        plan(row)))
                .list();
    }

    private static @Nullable SchemePlan plan(ResultSet row) throws SQLException {
        Instant from = PgRows.instantOrNull(row, "next_from_ms");
        return from == null
                ? null
                : new SchemePlan(
                        from,
                        row.getInt("next_block_interval"),
                        row.getInt("next_time_interval_minutes"),
                        row.getString("next_description"));
    }

    /**
     * Accounts by what they did within the last whole and the running hours of a range.
     *
     * @param range a day or seven days
     */
    public List<LeaderRow> leaderboard(Order order, Duration range, int limit) {
        RateWindow window = new RateWindow(clock.millis(), (int) range.toMinutes());
        return jdbc.sql("""
                        with worked as (select account, sum(work) as work, sum(shares) as shares
                                        from account_hours where step >= :hour group by account having sum(shares) > 0),
                        ranked as (select w.*, sum(w.work) over () as total,
                                          (select count(*) from blocks b where b.account = w.account
                                           and b.found_at_ms >= :since and b.state in ('FOUND', 'MATURED')) as found
                                   from worked w order by %1$s desc, w.work desc, w.account limit :limit)
                        select r.*, (select min(f.first_seen_ms) from workers f
                                     where f.account = r.account) as first_seen
                        from ranked r order by %1$s desc, r.work desc, r.account""".formatted(order.column))
                .param("hour", Scale.HOUR.stepOf(window.startMs()))
                .param("since", window.startMs())
                .param("limit", limit)
                .query((row, at) -> new LeaderRow(
                        at + 1,
                        rows.account(row),
                        rate(window, row.getBigDecimal("work"), row.getLong("first_seen")),
                        PgRows.hashes(row.getBigDecimal("work")),
                        row.getLong("shares"),
                        row.getLong("found"),
                        percent(row.getBigDecimal("work"), row.getBigDecimal("total"))))
                .list();
    }

    /** Over the hours read, of which the first begins a little before the range. */
    private static double rate(RateWindow window, BigDecimal work, long firstSeenMs) {
        long wholeHourMs = Scale.HOUR.stepOf(window.startMs()) * Scale.HOUR.lengthMs();
        int minutes = (int) ((Math.floorDiv(window.nowMs(), 60_000L) * 60_000L - wholeHourMs) / 60_000L);
        return new RateWindow(window.nowMs(), minutes).perSecond(work, firstSeenMs);
    }

    private static double percent(BigDecimal part, @Nullable BigDecimal whole) {
        return whole == null || whole.signum() == 0 ? 0 : 100 * part.doubleValue() / whole.doubleValue();
    }
}

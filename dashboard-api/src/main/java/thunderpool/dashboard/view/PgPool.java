package thunderpool.dashboard.view;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import thunderpool.bitcoin.Hash256;
import thunderpool.dashboard.view.Views.BlockRow;
import thunderpool.dashboard.view.Views.EpochRow;
import thunderpool.dashboard.view.Views.LeaderRow;
import thunderpool.dashboard.view.Views.MinutePoint;
import thunderpool.dashboard.view.Views.PayoutRow;
import thunderpool.dashboard.view.Views.PoolBalance;
import thunderpool.dashboard.view.Views.SchemeRow;
import thunderpool.dashboard.view.Views.StatementRow;
import thunderpool.work.Slice;

/** Reads what is known of the pool as a whole. */
public final class PgPool {

    private static final int DAY_MINUTES = 24 * 60;

    /**
     * The pool in numbers.
     *
     * @param miners accounts with a share in the last ten minutes
     * @param workers workers with a share in the last ten minutes
     * @param firstSeenMs when the pool's first share came, 0 when none has
     */
    record Counts(
            long miners, long workers, long accepted, long rejected, long found, long orphaned, long firstSeenMs) {}

    private final JdbcClient jdbc;
    private final PgRows rows;
    private final InstantSource clock;

    public PgPool(JdbcClient jdbc, Accounts accounts, InstantSource clock) {
        this.jdbc = jdbc;
        this.rows = new PgRows(accounts);
        this.clock = clock;
    }

    private RateWindow window(int minutes) {
        return new RateWindow(clock.millis(), minutes);
    }

    Counts counts() {
        return jdbc.sql("""
                        select w.*,
                               (select count(*) from blocks where state in ('FOUND', 'MATURED')) as found,
                               (select count(*) from blocks where state in ('ORPHANED', 'REJECTED')) as orphaned
                        from (select count(distinct account) filter (where last_share_ms >= :since) as miners,
                                     count(*) filter (where last_share_ms >= :since) as workers,
                                     coalesce(sum(shares), 0) as shares, coalesce(sum(rejected), 0) as rejected,
                                     coalesce(min(first_seen_ms), 0) as first_seen
                              from workers) w""")
                .param("since", clock.millis() - RateWindow.CURRENT_MINUTES * 60_000L)
                .query((row, at) -> new Counts(
                        row.getLong("miners"),
                        row.getLong("workers"),
                        row.getLong("shares"),
                        row.getLong("rejected"),
                        row.getLong("found"),
                        row.getLong("orphaned"),
                        row.getLong("first_seen")))
                .single();
    }

    /** Hashes a second of the pool over the last minutes. */
    double hashrate(int minutes, long firstSeenMs) {
        RateWindow window = window(minutes);
        return window.perSecond(workSince(window.firstMinute()), firstSeenMs);
    }

    private BigDecimal workSince(long minute) {
        return jdbc.sql("select coalesce(sum(work), 0) from pool_minutes where minute >= ?")
                .param(minute)
                .query(BigDecimal.class)
                .single();
    }

    Optional<Instant> lastBlockAt() {
        return jdbc.sql("select found_at_ms as at from blocks where state in ('FOUND', 'MATURED')"
                        + " order by found_at_ms desc limit 1")
                .query((row, at) -> PgRows.instant(row, "at"))
                .optional();
    }

    /** Work in the whole minutes behind an instant, in hashes. */
    String workAfter(Instant instant) {
        return PgRows.hashes(workSince(Math.floorDiv(instant.toEpochMilli(), 60_000L) + 1));
    }

    /** The pool's last whole minutes, oldest first; a minute without a share is absent. */
    public List<MinutePoint> history(int minutes) {
        long now = Math.floorDiv(clock.millis(), 60_000L);
        return jdbc.sql("select * from pool_minutes where minute >= ? and minute < ? order by minute")
                .params(now - minutes, now)
                .query((row, at) -> new MinutePoint(
                        Instant.ofEpochMilli(row.getLong("minute") * 60_000),
                        row.getLong("shares"),
                        row.getLong("rejected"),
                        row.getBigDecimal("work").doubleValue() / 60.0))
                .list();
    }

    public List<BlockRow> blocks(int limit) {
        return jdbc.sql("select * from blocks order by height desc, found_at_ms desc, block_id limit ?")
                .param(limit)
                .query((row, at) -> new BlockRow(
                        Hash256.ofWire(row.getBytes("block_id")).displayHex(),
                        row.getInt("height"),
                        row.getString("state"),
                        row.getInt("confirmations"),
                        row.getLong("reward"),
                        rows.account(row),
                        row.getString("worker"),
                        PgRows.rewardSystem(row),
                        PgRows.instant(row, "found_at_ms")))
                .list();
    }

    /** Newest first. */
    public List<PayoutRow> payouts(int limit) {
        return jdbc.sql("select * from payouts order by at_ms desc, order_id limit ?")
                .param(limit)
                .query((row, at) -> rows.payout(row))
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
                        row.getString("description")))
                .list();
    }

    public List<EpochRow> epochs(int limit) {
        return jdbc.sql("select * from epochs order by epoch desc limit ?")
                .param(limit)
                .query((row, at) -> epoch(row))
                .list();
    }

    public Optional<EpochRow> epoch(long number) {
        return jdbc.sql("select * from epochs where epoch = ?")
                .param(number)
                .query((row, at) -> epoch(row))
                .optional();
    }

    private static EpochRow epoch(ResultSet row) throws SQLException {
        return new EpochRow(
                row.getLong("epoch"),
                Instant.ofEpochMilli(Slice.startMs(row.getLong("first_slice"))),
                Instant.ofEpochMilli(Slice.startMs(row.getLong("last_slice") + 1)),
                row.getLong("shares"),
                PgRows.hashes(row.getBigDecimal("work")),
                row.getInt("statements"),
                row.getLong("rewards"));
    }

    /** Largest work first. */
    public List<StatementRow> statements(long epoch, int limit) {
        return jdbc.sql("select * from statements where epoch = ? order by work desc, account, reward_system limit ?")
                .params(epoch, limit)
                .query((row, at) -> rows.statement(row))
                .list();
    }

    /** Accounts by work of the last day. */
    public List<LeaderRow> leaderboard(int limit) {
        RateWindow day = window(DAY_MINUTES);
        return jdbc.sql("""
                        select m.*, (select count(*) from blocks b where b.account = m.account
                                     and b.state in ('FOUND', 'MATURED')) as found,
                               (select min(w.first_seen_ms) from workers w where w.account = m.account) as first_seen
                        from (select account, sum(work) as work from work_minutes where minute >= ?
                              group by account having sum(work) > 0 order by work desc, account limit ?) m
                        order by m.work desc, m.account""")
                .params(day.firstMinute(), limit)
                .query((row, at) -> new LeaderRow(
                        at + 1,
                        rows.account(row),
                        day.perSecond(row.getBigDecimal("work"), row.getLong("first_seen")),
                        PgRows.hashes(row.getBigDecimal("work")),
                        row.getLong("found")))
                .list();
    }
}

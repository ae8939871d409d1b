package thunderpool.dashboard.view;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import thunderpool.bitcoin.Script;
import thunderpool.dashboard.view.Views.MinerRow;
import thunderpool.dashboard.view.Views.Money;
import thunderpool.dashboard.view.Views.PayoutRow;
import thunderpool.dashboard.view.Views.Schedule;
import thunderpool.dashboard.view.Views.StatementRow;
import thunderpool.dashboard.view.Views.WorkerRow;

/** Reads what is known of accounts and their workers. */
public final class PgMiners {

    private final JdbcClient jdbc;
    private final PgRows rows;
    private final InstantSource clock;

    public PgMiners(JdbcClient jdbc, Accounts accounts, InstantSource clock) {
        this.jdbc = jdbc;
        this.rows = new PgRows(accounts);
        this.clock = clock;
    }

    private RateWindow window(int minutes) {
        return new RateWindow(clock.millis(), minutes);
    }

    /** Whether an account has a credited share: it begins with its first one. */
    public boolean knows(Script account) {
        return jdbc.sql("select exists (select 1 from workers where account = ? and shares > 0)")
                .param(account.bytes())
                .query(Boolean.class)
                .single();
    }

    /** Hashes a second of one account over the last minutes. */
    public double hashrate(Script account, int minutes) {
        RateWindow window = window(minutes);
        return jdbc.sql("""
                        select (select coalesce(sum(work), 0) from work_minutes
                                where account = :account and minute >= :since) as recent,
                               (select coalesce(min(first_seen_ms), 0) from workers where account = :account) as first_seen""")
                .param("account", account.bytes())
                .param("since", window.firstMinute())
                .query((row, at) -> rate(window, row))
                .single();
    }

    private static double rate(RateWindow window, ResultSet row) throws SQLException {
        BigDecimal recent = row.getBigDecimal("recent");
        return window.perSecond(recent, row.getLong("first_seen"));
    }

    /** Accounts by hash rate of the last ten minutes. */
    public List<MinerRow> miners(int limit) {
        RateWindow window = window(RateWindow.CURRENT_MINUTES);
        return jdbc.sql("""
                        select w.account, count(*) as workers, sum(w.shares) as shares, sum(w.rejected) as rejected,
                               max(w.last_share_ms) as last_share, min(w.first_seen_ms) as first_seen,
                               coalesce(max(m.work), 0) as recent
                        from workers w left join
                            (select account, sum(work) as work from work_minutes where minute >= :since
                             group by account) m on m.account = w.account
                        group by w.account order by recent desc, last_share desc, w.account limit :limit""")
                .param("since", window.firstMinute())
                .param("limit", limit)
                .query((row, at) -> new MinerRow(
                        rows.account(row),
                        rate(window, row),
                        row.getLong("workers"),
                        row.getLong("shares"),
                        row.getLong("rejected"),
                        PgRows.instant(row, "last_share")))
                .list();
    }

    /** Workers of one account, or of the whole pool when null, by hash rate of the last ten minutes. */
    public List<WorkerRow> workers(@Nullable Script account, int limit) {
        RateWindow window = window(RateWindow.CURRENT_MINUTES);
        String filter = account == null ? "true" : "account = :account";
        var query = jdbc.sql("""
                        select w.*, w.first_seen_ms as first_seen, coalesce(m.work, 0) as recent
                        from (select * from workers where %1$s) w left join
                             (select account, worker, reward_system, sum(work) as work from work_minutes
                              where minute >= :since and %1$s group by account, worker, reward_system) m
                             on m.account = w.account and m.worker = w.worker and m.reward_system = w.reward_system
                        order by recent desc, w.last_share_ms desc, w.account, w.worker, w.reward_system
                        limit :limit""".formatted(filter))
                .param("since", window.firstMinute())
                .param("limit", limit);
        if (account != null) {
            query = query.param("account", account.bytes());
        }
        return query.query((row, at) -> worker(window, row)).list();
    }

    private WorkerRow worker(RateWindow window, ResultSet row) throws SQLException {
        return new WorkerRow(
                rows.account(row),
                row.getString("worker"),
                PgRows.rewardSystem(row),
                rate(window, row),
                row.getLong("shares"),
                row.getLong("rejected"),
                PgRows.hashes(row.getBigDecimal("work")),
                Instant.ofEpochMilli(row.getLong("last_share_ms")));
    }

    public Money balance(Script account) {
        return jdbc.sql("select * from balances where account = ?")
                .param(account.bytes())
                .query((row, at) -> new Money(
                        row.getLong("immature"), row.getLong("payable"), row.getLong("reserved"), row.getLong("paid")))
                .optional()
                .orElse(new Money(0, 0, 0, 0));
    }

    /** Empty until payout-service has given the account a schedule. */
    public Optional<Schedule> schedule(Script account) {
        return jdbc.sql("""
                        select s.*, coalesce(c.description, '') as description
                        from schedules s left join schemes c on c.scheme_name = s.scheme_name
                        where s.account = ?""")
                .param(account.bytes())
                .query((row, at) -> new Schedule(
                        row.getString("scheme_name"),
                        row.getInt("block_interval"),
                        row.getInt("time_interval_minutes"),
                        row.getLong("minimum_payout"),
                        row.getBoolean("held"),
                        row.getString("description")))
                .optional();
    }

    /** Newest epoch first. */
    public List<StatementRow> statements(Script account, int limit) {
        return jdbc.sql("select * from statements where account = ? order by epoch desc, reward_system limit ?")
                .params(account.bytes(), limit)
                .query((row, at) -> rows.statement(row))
                .list();
    }

    /** Newest first. */
    public List<PayoutRow> payouts(Script account, int limit) {
        return jdbc.sql("select * from payouts where account = ? order by at_ms desc, order_id limit ?")
                .params(account.bytes(), limit)
                .query((row, at) -> rows.payout(row))
                .list();
    }
}

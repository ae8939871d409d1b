package thunderpool.dashboard.view;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import thunderpool.bitcoin.Script;
import thunderpool.dashboard.view.Page.Place;
import thunderpool.dashboard.view.Page.Placed;
import thunderpool.dashboard.view.Views.MinerRow;
import thunderpool.dashboard.view.Views.Money;
import thunderpool.dashboard.view.Views.Schedule;
import thunderpool.work.Rejection;

/** Reads what is known of accounts; an account begins with its first credited share. */
public final class PgMiners {

    /** Lists ordered by what changes all the time go no further than this. */
    private static final int DEEPEST = 100_000;

    /**
     * An account in numbers.
     *
     * @param bestDifficulty of its hardest share, 0 when none is known
     * @param blocks it found, orphaned ones not counted
     */
    record Totals(
            long shares,
            long rejected,
            long firstSeenMs,
            long lastShareMs,
            double bestDifficulty,
            long bestAtMs,
            long blocks) {}

    private final JdbcClient jdbc;
    private final PgRows rows;
    private final InstantSource clock;

    public PgMiners(JdbcClient jdbc, Accounts accounts, InstantSource clock) {
        this.jdbc = jdbc;
        this.rows = new PgRows(accounts);
        this.clock = clock;
    }

    public boolean knows(Script account) {
        return jdbc.sql("select exists (select 1 from workers where account = ? and shares > 0)")
                .param(account.bytes())
                .query(Boolean.class)
                .single();
    }

    /** Those of the candidates that are accounts. */
    List<Script> known(List<Script> candidates) {
        if (candidates.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("select distinct account from workers where shares > 0 and account in (:candidates)")
                .param("candidates", candidates.stream().map(Script::bytes).toList())
                .query((row, at) -> new Script(row.getBytes(1)))
                .list();
    }

    Totals totals(Script account) {
        return jdbc.sql("""
                        select coalesce(sum(shares), 0) as shares, coalesce(sum(rejected), 0) as rejected,
                               coalesce(min(first_seen_ms), 0) as first_seen, coalesce(max(last_share_ms), 0) as last,
                               coalesce(max(best_difficulty), 0) as best,
                               coalesce((array_agg(best_at_ms order by best_difficulty desc))[1], 0) as best_at,
                               (select count(*) from blocks where account = :account
                                and state in ('FOUND', 'MATURED')) as blocks
                        from workers where account = :account""")
                .param("account", account.bytes())
                .query((row, at) -> new Totals(
                        row.getLong("shares"),
                        row.getLong("rejected"),
                        row.getLong("first_seen"),
                        row.getLong("last"),
                        row.getDouble("best"),
                        row.getLong("best_at"),
                        row.getLong("blocks")))
                .single();
    }

    /** Difficulty that the hardest share of any worker has reached, 0 when none is known. */
    public double hardestShare() {
        return jdbc.sql("select coalesce(max(best_difficulty), 0) from workers")
                .query(Double.class)
                .single();
    }

    /** Why shares of an account earned nothing, by the reason's name. */
    Map<String, Long> rejectedByReason(Script account) {
        Map<String, Long> reasons = new TreeMap<>();
        jdbc.sql("select reason, sum(shares) as shares from worker_rejections where account = ? group by reason")
                .param(account.bytes())
                .query(row -> {
                    reasons.put(Rejection.ofCode(row.getInt("reason")).name(), row.getLong("shares"));
                });
        return reasons;
    }

    /**
     * Accounts by hash rate of the last ten minutes. The order changes while one pages through it: an account that moves
     * may be met twice or not at all.
     */
    public Page<MinerRow> miners(int limit, @Nullable String cursor) {
        RateWindow window = new RateWindow(clock.millis(), RateWindow.CURRENT_MINUTES);
        int from = offset(cursor);
        List<MinerRow> found = jdbc.sql("""
                        select w.account, count(*) as workers, sum(w.shares) as shares, sum(w.rejected) as rejected,
                               max(w.last_share_ms) as last_share, min(w.first_seen_ms) as first_seen,
                               coalesce(max(m.work), 0) as recent
                        from workers w left join
                            (select account, sum(work) as work from account_minutes where step >= :since
                             group by account) m on m.account = w.account
                        group by w.account having sum(w.shares) > 0
                        order by recent desc, last_share desc, w.account limit :limit offset :from""")
                .param("since", window.firstMinute())
                .param("limit", limit + 1)
                .param("from", from)
                .query((row, at) -> new MinerRow(
                        rows.account(row),
                        window.perSecond(row.getBigDecimal("recent"), row.getLong("first_seen")),
                        row.getLong("workers"),
                        row.getLong("shares"),
                        row.getLong("rejected"),
                        PgRows.instantOrNull(row, "last_share")))
                .list();
        return Page.of(numbered(found, from), limit);
    }

    static int offset(@Nullable String cursor) {
        long from = cursor == null ? 0 : Place.parse(cursor, 1).number(0);
        if (from < 0 || from > DEEPEST) {
            throw new BadCursorException();
        }
        return (int) from;
    }

    static <T> List<Placed<T>> numbered(List<T> found, int from) {
        List<Placed<T>> placed = new java.util.ArrayList<>(found.size());
        for (T row : found) {
            placed.add(new Placed<>(row, Place.of(from + placed.size() + 1)));
        }
        return placed;
    }

    public Money balance(Script account) {
        return jdbc.sql("select * from balances where account = ?")
                .param(account.bytes())
                .query((row, at) -> new Money(
                        row.getLong("immature"), row.getLong("payable"), row.getLong("reserved"), row.getLong("paid")))
                .optional()
                .orElse(new Money(0, 0, 0, 0));
    }

    /** Whether the ledger sets nothing aside for it; payout-service's own hold stands in the schedule. */
    public boolean isHeldInLedger(Script account) {
        return jdbc.sql("select held from balances where account = ?")
                .param(account.bytes())
                .query(Boolean.class)
                .optional()
                .orElse(false);
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
                        row.getString("description"),
                        row.getLong("version")))
                .optional();
    }

    /**
     * What an account's next payment is counted from.
     *
     * @param open whether a payment is on its way
     * @param waitsForApproval whether that one waits for an operator
     * @param sinceMs reservation of its last payment, or when it was first heard of; 0 when unknown
     * @param sinceHeight height of the chain then, 0 when unknown
     * @param lastPaidAt when its last payment was settled
     */
    record Since(
            boolean open,
            boolean waitsForApproval,
            long sinceMs,
            int sinceHeight,
            @Nullable Instant lastPaidAt) {}

    Since since(Script account) {
        return jdbc.sql("""
                        select n.*, coalesce((select max(height) from chain_heights
                                              where since_ms <= n.since), 0) as height
                        from (select exists (select 1 from payouts where account = :account
                                             and state not in ('REFUSED', 'PAID', 'RETURNED')) as open,
                                     exists (select 1 from payouts where account = :account
                                             and state = 'AWAITING_APPROVAL') as waits,
                                     coalesce((select reserved_at_ms from payouts
                                               where account = :account and state = 'PAID'
                                               order by reserved_at_ms desc limit 1),
                                              (select since_ms from schedules where account = :account), 0) as since,
                                     (select max(at_ms) from payouts where account = :account and state = 'PAID') as paid
                              ) n""")
                .param("account", account.bytes())
                .query((row, at) -> new Since(
                        row.getBoolean("open"),
                        row.getBoolean("waits"),
                        row.getLong("since"),
                        row.getInt("height"),
                        PgRows.instantOrNull(row, "paid")))
                .single();
    }
}

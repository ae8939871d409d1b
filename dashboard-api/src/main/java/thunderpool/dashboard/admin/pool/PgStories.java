package thunderpool.dashboard.admin.pool;

import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.dashboard.view.Accounts;
import thunderpool.dashboard.view.Views;
import thunderpool.work.RewardSystem;
import thunderpool.work.Slice;

/** Reads what only operators ask of the read models: the ways of blocks and orders, holds, bans, and what is owed. */
public final class PgStories {

    /** A step on a block's way. */
    public record BlockStep(String state, int confirmations, Instant at) {}

    /** A step on an order's way. */
    public record PayoutStep(String state, @Nullable String txid, int confirmations, Instant at) {}

    /** A ban that holds. */
    public record Ban(String instance, String subject, String reason, String author, Instant at, Instant until) {}

    /** A fee, and from when on blocks pay it. */
    public record Fee(String rewardSystem, long version, int basisPoints, Instant fromAt) {}

    /** An account whose payouts are held. */
    public record Held(Script account, long version) {}

    /** What the chain gave for a solved block. */
    public record Solved(Instant solvedAt, String roundWorkHashes) {}

    private final JdbcClient jdbc;
    private final Accounts accounts;

    public PgStories(JdbcClient jdbc, Accounts accounts) {
        this.jdbc = jdbc;
        this.accounts = accounts;
    }

    /** Oldest first. */
    public List<BlockStep> block(Hash256 id) {
        return jdbc.sql("select * from block_history where block_id = ? order by version")
                .param(id.wire())
                .query((row, at) -> new BlockStep(
                        row.getString("state"),
                        row.getInt("confirmations"),
                        Instant.ofEpochMilli(row.getLong("at_ms"))))
                .list();
    }

    /** When the solving share was judged, and the round it ended. */
    public Optional<Solved> solved(Hash256 id) {
        return jdbc.sql("select * from rounds where block_id = ?")
                .param(id.wire())
                .query((row, at) -> new Solved(
                        Instant.ofEpochMilli(row.getLong("solved_ms")),
                        row.getBigDecimal("work").toBigInteger().toString()))
                .optional();
    }

    /** Oldest first. */
    public List<PayoutStep> payout(byte[] orderId) {
        return jdbc.sql("select * from payout_history where order_id = ? order by version")
                .param(orderId)
                .query((row, at) -> {
                    Hash256 txid = Hash256.ofWire(row.getBytes("txid"));
                    return new PayoutStep(
                            row.getString("state"),
                            txid.equals(Hash256.ZERO) ? null : txid.displayHex(),
                            row.getInt("confirmations"),
                            Instant.ofEpochMilli(row.getLong("at_ms")));
                })
                .list();
    }

    /** Which orders are wanted. */
    public enum Stage {
        /** For an operator's word. */
        WAITING("state = 'AWAITING_APPROVAL'"),
        /** Not over yet. */
        OPEN("state not in ('PAID', 'RETURNED', 'REFUSED')"),
        CLOSED("state in ('PAID', 'RETURNED', 'REFUSED')");

        private final String condition;

        Stage(String condition) {
            this.condition = condition;
        }
    }

    /**
     * Orders of a stage, the one that changed last first.
     *
     * @param beforeMs only what changed before, or at that time with a smaller id
     */
    public List<Views.PayoutRow> payouts(Stage stage, long beforeMs, byte[] beforeId, int limit) {
        return jdbc.sql("select * from payouts where " + stage.condition
                        + " and (at_ms, order_id) < (?, ?) order by at_ms desc, order_id desc limit ?")
                .params(beforeMs, beforeId, limit)
                .query((row, at) -> {
                    Hash256 txid = Hash256.ofWire(row.getBytes("txid"));
                    return new Views.PayoutRow(
                            HexFormat.of().formatHex(row.getBytes("order_id")),
                            accounts.text(row.getBytes("account")),
                            row.getString("state"),
                            row.getLong("amount"),
                            txid.equals(Hash256.ZERO) ? null : txid.displayHex(),
                            row.getInt("confirmations"),
                            Instant.ofEpochMilli(row.getLong("at_ms")));
                })
                .list();
    }

    /** Orders by their state. */
    public Map<String, Long> payoutsByState() {
        Map<String, Long> states = new LinkedHashMap<>();
        jdbc.sql("select state, count(*) as orders from payouts group by state order by state")
                .query((row, at) -> states.put(row.getString("state"), row.getLong("orders")))
                .list();
        return states;
    }

    /** When the oldest order that is not over was first heard of. */
    public Optional<Instant> oldestOpenPayout() {
        return jdbc.sql("""
                        select min(coalesce((select min(h.at_ms) from payout_history h where h.order_id = p.order_id),
                                            p.at_ms)) as at
                        from payouts p where p.state not in ('PAID', 'RETURNED', 'REFUSED')
                        having count(*) > 0""")
                .query((row, at) -> Instant.ofEpochMilli(row.getLong("at")))
                .optional();
    }

    /** What the ledger owes to miners, in satoshi: immature rewards are not owed yet. */
    public long liabilities() {
        return jdbc.sql("select coalesce(sum(payable + reserved), 0) from balances")
                .query(Long.class)
                .single();
    }

    /** Accounts whose payouts are held. */
    public List<Held> held(int limit) {
        return jdbc.sql("select account, version from schedules where held order by account limit ?")
                .param(limit)
                .query((row, at) -> new Held(new Script(row.getBytes("account")), row.getLong("version")))
                .list();
    }

    /**
     * Bans that hold, newest first.
     *
     * @param about empty for all, or an account's script in hex
     * @param readable turns a subject into what people know it by
     */
    public List<Ban> bans(long nowMs, String about, UnaryOperator<String> readable) {
        return jdbc.sql("""
                        select * from bans where banned and until_ms > :now
                          and (:about = '' or right(subject, length(:about) + 1) = ':' || :about)
                        order by at_ms desc, instance, subject""")
                .param("now", nowMs)
                .param("about", about)
                .query((row, at) -> new Ban(
                        row.getString("instance"),
                        readable.apply(row.getString("subject")),
                        row.getString("reason"),
                        row.getString("author"),
                        Instant.ofEpochMilli(row.getLong("at_ms")),
                        Instant.ofEpochMilli(row.getLong("until_ms"))))
                .list();
    }

    /** Of each reward system the fee that holds, and those that will. */
    public List<Fee> fees(long nowMs) {
        return jdbc.sql("""
                        select * from fees f where not exists (
                            select 1 from fees o where o.reward_system = f.reward_system and o.version > f.version
                              and (o.from_slice <= :slice or o.from_slice <= f.from_slice))
                        order by reward_system, from_slice""")
                .param("slice", Slice.at(nowMs))
                .query((row, at) -> new Fee(
                        RewardSystem.ofCode(row.getInt("reward_system")).name(),
                        row.getLong("version"),
                        row.getInt("basis_points"),
                        Instant.ofEpochMilli(Slice.startMs(row.getLong("from_slice")))))
                .list();
    }

    /** The closed epoch that a slice belongs to. */
    public Optional<Long> epochOf(long slice) {
        return jdbc.sql("select epoch from epochs where first_slice <= ? and last_slice >= ?")
                .params(slice, slice)
                .query(Long.class)
                .optional();
    }
}

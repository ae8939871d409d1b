package thunderpool.dashboard.view;

import java.math.BigDecimal;
import org.springframework.jdbc.core.simple.JdbcClient;
import thunderpool.topics.BalanceChanged;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.ChainStatus;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.EpochClosed;
import thunderpool.topics.FeeChanged;
import thunderpool.topics.PayoutChanged;
import thunderpool.topics.ScheduleChanged;
import thunderpool.topics.SchemeChanged;
import thunderpool.topics.StatementIssued;

/**
 * Writes what entities look like now. A record counts only when its version is newer than the one that is shown, so a
 * record that comes twice or late changes nothing.
 */
public final class PgProjection {

    private final JdbcClient client;
    private final PgLifeStories stories;

    public PgProjection(JdbcClient client) {
        this.client = client;
        this.stories = new PgLifeStories(client);
    }

    /** A hold is told with the version of the balance as it stands. */
    void put(BalanceChanged balance) {
        client.sql("""
                insert into balances as b (account, version, immature, payable, reserved, paid, scheme_tag, held)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (account) do update set version = excluded.version, immature = excluded.immature,
                payable = excluded.payable, reserved = excluded.reserved, paid = excluded.paid,
                scheme_tag = excluded.scheme_tag, held = excluded.held
                where b.version < excluded.version or (b.version = excluded.version and b.held <> excluded.held)""")
                .params(
                        balance.account().bytes(),
                        balance.version(),
                        balance.immature().value(),
                        balance.payable().value(),
                        balance.reserved().value(),
                        balance.paid().value(),
                        PgText.storable(balance.schemeTag()),
                        balance.held())
                .update();
    }

    /** @param seenMs broker's append time: of an account's first schedule it is when payout-service first heard of it */
    void put(ScheduleChanged schedule, long seenMs) {
        client.sql("""
                insert into schedules as s (account, version, scheme_name, block_interval, time_interval_minutes,
                minimum_payout, held, since_ms) values (?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (account) do update set version = excluded.version, scheme_name = excluded.scheme_name,
                block_interval = excluded.block_interval, time_interval_minutes = excluded.time_interval_minutes,
                minimum_payout = excluded.minimum_payout, held = excluded.held where s.version < excluded.version""")
                .params(
                        schedule.account().bytes(),
                        schedule.version(),
                        schedule.schemeName(),
                        schedule.blockInterval(),
                        schedule.timeIntervalMinutes(),
                        schedule.minimumPayout().value(),
                        schedule.held(),
                        seenMs)
                .update();
    }

    void put(SchemeChanged scheme) {
        SchemeChanged.Plan next = scheme.next();
        client.sql("""
                insert into schemes as s (scheme_name, version, block_interval, time_interval_minutes, description,
                next_from_ms, next_block_interval, next_time_interval_minutes, next_description)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (scheme_name) do update set version = excluded.version,
                block_interval = excluded.block_interval, time_interval_minutes = excluded.time_interval_minutes,
                description = excluded.description, next_from_ms = excluded.next_from_ms,
                next_block_interval = excluded.next_block_interval,
                next_time_interval_minutes = excluded.next_time_interval_minutes,
                next_description = excluded.next_description where s.version < excluded.version""")
                .params(
                        scheme.schemeName(),
                        scheme.version(),
                        scheme.blockInterval(),
                        scheme.timeIntervalMinutes(),
                        PgText.storable(scheme.description()),
                        next == null ? 0 : next.fromMs(),
                        next == null ? 0 : next.blockInterval(),
                        next == null ? 0 : next.timeIntervalMinutes(),
                        next == null ? "" : PgText.storable(next.description()))
                .update();
    }

    void put(BlockChanged block) {
        stories.add(block);
        client.sql("""
                insert into blocks as b (block_id, version, state, height, reward, nbits, account, worker,
                reward_system, confirmations, found_at_ms) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (block_id) do update set version = excluded.version, state = excluded.state,
                height = excluded.height, reward = excluded.reward, confirmations = excluded.confirmations
                where b.version < excluded.version""")
                .params(
                        block.blockId().wire(),
                        block.version(),
                        block.state().name(),
                        block.height(),
                        block.reward().value(),
                        block.nbits(),
                        block.finder().account().bytes(),
                        PgText.storable(block.finder().worker()),
                        block.finder().rewardSystem().code(),
                        block.confirmations(),
                        block.atMs())
                .update();
    }

    void put(PayoutChanged payout) {
        stories.add(payout);
        client.sql("""
                insert into payouts as p (order_id, version, account, state, amount, txid, confirmations, at_ms,
                reserved_at_ms) values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (order_id) do update set version = excluded.version, state = excluded.state,
                amount = excluded.amount, txid = excluded.txid, confirmations = excluded.confirmations,
                at_ms = excluded.at_ms,
                reserved_at_ms = case when p.reserved_at_ms = 0 then excluded.reserved_at_ms else p.reserved_at_ms end
                where p.version < excluded.version""")
                .params(
                        payout.orderId().wire(),
                        payout.version(),
                        payout.account().bytes(),
                        payout.state().name(),
                        payout.amount().value(),
                        payout.txid().wire(),
                        payout.confirmations(),
                        payout.atMs(),
                        isBeforeReservation(payout.state()) ? 0L : payout.atMs())
                .update();
    }

    private static boolean isBeforeReservation(PayoutChanged.State state) {
        return state == PayoutChanged.State.REQUESTED || state == PayoutChanged.State.REFUSED;
    }

    void put(FeeChanged fee) {
        client.sql("""
                insert into fees (reward_system, version, basis_points, from_slice) values (?, ?, ?, ?)
                on conflict (reward_system, version) do update
                set basis_points = excluded.basis_points, from_slice = excluded.from_slice""")
                .params(fee.rewardSystem().code(), fee.version(), fee.basisPoints(), fee.fromSlice())
                .update();
    }

    /** Notes when the chain's height was first seen; what is known already stays. */
    public void put(ChainStatus status) {
        client.sql("insert into chain_heights (height, since_ms) values (?, ?) on conflict do nothing")
                .params(status.height(), status.tipSinceMs())
                .update();
    }

    void put(EpochClosed epoch) {
        client.sql("""
                insert into epochs (epoch, first_slice, last_slice, shares, work, statements, rewards)
                values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing""")
                .params(
                        epoch.epoch(),
                        epoch.firstSlice(),
                        epoch.lastSlice(),
                        epoch.shares(),
                        new BigDecimal(epoch.work().toBigInteger()),
                        epoch.statements(),
                        epoch.rewards().value())
                .update();
    }

    void put(StatementIssued statement) {
        client.sql("""
                insert into statements (epoch, account, reward_system, shares, work, reward)
                values (?, ?, ?, ?, ?, ?) on conflict do nothing""")
                .params(
                        statement.epoch(),
                        statement.account().bytes(),
                        statement.rewardSystem().code(),
                        statement.shares(),
                        new BigDecimal(statement.work().toBigInteger()),
                        statement.reward().value())
                .update();
    }

    /** To a miner's wish, or an admin's: of several gateways that answer, one that obeyed counts. */
    void put(CommandAnswered answer, long atMs) {
        String outcome =
                switch (answer) {
                    case CommandAnswered.CommandApplied applied -> "applied";
                    case CommandAnswered.CommandRefused refused -> "refused";
                };
        String detail =
                switch (answer) {
                    case CommandAnswered.CommandApplied applied -> "version " + applied.version();
                    case CommandAnswered.CommandRefused refused -> PgText.storable(refused.reason());
                };
        client.sql("update commands set outcome = ?, detail = ? where command_id = ?")
                .params(outcome, detail, answer.commandId().wire())
                .update();
        client.sql("""
                        update admin_commands set outcome = ?, detail = ?, answered_at_ms = ?
                        where command_id = ? and outcome <> 'applied'""").params(outcome, detail, atMs, answer.commandId().wire()).update();
    }
}

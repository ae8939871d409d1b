package thunderpool.dashboard.view;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import thunderpool.dashboard.view.Views.Money;
import thunderpool.dashboard.view.Views.Schedule;

/**
 * When an account's next payment is due, for people: the same rule as payout-service's, on what the dashboard heard. The
 * payout-service alone decides; where the two differ for a moment, the dashboard has not heard yet.
 *
 * <p>The rule: due when at least the scheme's blocks of the chain or its minutes have passed since the last payment was
 * reserved (before the first: since the account was first heard of), the payable balance is above zero and reaches the
 * minimum, nobody holds it (nor all payments), and no payment is on its way.
 */
final class NextPayment {

    /** How a payment stands, by name in the API. */
    enum State {
        DUE,
        WAITING,
        BELOW_MINIMUM,
        HELD,
        IN_FLIGHT,
        NOTHING
    }

    /** Who keeps a payment back, by name in the API. What an operator wrote about it is for operators alone. */
    enum Hold {
        /** An operator, the payments of this account. */
        ACCOUNT,
        /** An operator or the ledger's alarm, all payments. */
        POOL,
        /** The payment on its way waits for an operator's approval. */
        APPROVAL
    }

    /**
     * Now, as the dashboard knows it.
     *
     * @param height of the chain, 0 when unknown
     * @param nowMs milliseconds since the Unix epoch
     */
    record Moment(int height, long nowMs) {}

    private final Money balance;
    private final Schedule schedule;
    private final PgMiners.Since since;
    private final @Nullable Hold hold;
    private final Moment now;

    private NextPayment(Money balance, Schedule schedule, PgMiners.Since since, @Nullable Hold hold, Moment now) {
        this.balance = balance;
        this.schedule = schedule;
        this.since = since;
        this.hold = hold;
        this.now = now;
    }

    static Views.NextPayment of(
            Money balance, Schedule schedule, PgMiners.Since since, @Nullable Hold hold, Moment now) {
        return new NextPayment(balance, schedule, since, hold, now).view();
    }

    /** What concerns the account most. */
    static @Nullable Hold hold(boolean account, boolean pool, boolean approval) {
        if (account) {
            return Hold.ACCOUNT;
        }
        if (pool) {
            return Hold.POOL;
        }
        return approval ? Hold.APPROVAL : null;
    }

    private Views.NextPayment view() {
        // Of a payment on its way nothing is left to wait for, and the next interval has not begun.
        Integer blocksLeft = since.open() ? null : blocksLeft();
        Instant dueAt = since.open() ? null : dueAt();
        State state = state(blocksLeft, dueAt);
        return new Views.NextPayment(
                state.name(),
                hold == null ? null : hold.name(),
                blocksLeft,
                dueAt,
                schedule.minimumPayoutSat(),
                balance.payableSat(),
                since.lastPaidAt(),
                text(state, blocksLeft, dueAt));
    }

    private State state(@Nullable Integer blocksLeft, @Nullable Instant dueAt) {
        if (since.open()) {
            return State.IN_FLIGHT;
        }
        if (hold != null) {
            return State.HELD;
        }
        if (balance.payableSat() == 0) {
            return State.NOTHING;
        }
        if (balance.payableSat() < schedule.minimumPayoutSat()) {
            return State.BELOW_MINIMUM;
        }
        boolean byBlocks = blocksLeft != null && blocksLeft == 0;
        boolean byTime = dueAt != null && dueAt.toEpochMilli() <= now.nowMs;
        return byBlocks || byTime ? State.DUE : State.WAITING;
    }

    /** Null when blocks do not matter or cannot be counted. */
    private @Nullable Integer blocksLeft() {
        if (schedule.blockInterval() == 0 || since.sinceHeight() == 0 || now.height == 0) {
            return null;
        }
        return Math.max(0, since.sinceHeight() + schedule.blockInterval() - now.height);
    }

    /** Null when time does not matter or its beginning is not known. */
    private @Nullable Instant dueAt() {
        if (schedule.timeIntervalMinutes() == 0 || since.sinceMs() == 0) {
            return null;
        }
        return Instant.ofEpochMilli(since.sinceMs()).plus(Duration.ofMinutes(schedule.timeIntervalMinutes()));
    }

    private String text(State state, @Nullable Integer blocksLeft, @Nullable Instant dueAt) {
        return switch (state) {
            case IN_FLIGHT ->
                hold == null
                        ? "A payment is on its way; the next one is counted from it."
                        : "A payment is on its way; " + held(hold);
            case HELD -> sentence(held(Objects.requireNonNull(hold, "held without a hold")));
            case NOTHING ->
                balance.immatureSat() > 0
                        ? "Nothing is payable yet: rewards become payable when their blocks are deep enough."
                        : "Nothing is payable yet.";
            case BELOW_MINIMUM ->
                "Waits until " + schedule.minimumPayoutSat() + " sat are payable; "
                        + (schedule.minimumPayoutSat() - balance.payableSat()) + " sat are missing.";
            case DUE -> "Due now: the next round of payments takes it along.";
            case WAITING -> "Due " + when(blocksLeft, dueAt) + ".";
        };
    }

    private static String held(Hold hold) {
        return switch (hold) {
            case ACCOUNT -> "payments of this account are held by the operator: what is not sent yet waits.";
            case POOL -> "all payments of the pool are held at the moment: what is not sent yet waits.";
            case APPROVAL -> "it waits for the operator's approval, as large payments do.";
        };
    }

    private static String sentence(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static String when(@Nullable Integer blocksLeft, @Nullable Instant dueAt) {
        String blocks = blocksLeft == null ? "" : "in " + blocksLeft + (blocksLeft == 1 ? " block" : " blocks");
        String time = dueAt == null ? "" : "at " + dueAt;
        if (blocks.isEmpty() && time.isEmpty()) {
            return "by its scheme's interval, counted from the last payment";
        }
        return blocks.isEmpty() || time.isEmpty() ? blocks + time : blocks + " or " + time + ", whichever is first";
    }
}

package thunderpool.dashboard.admin;

import java.time.Duration;

/**
 * How often somebody was wrong of late, and until when that locks the door.
 *
 * @param failures in a row
 * @param lastMs when the last one was, milliseconds since the Unix epoch
 * @param untilMs no try is looked at before
 */
record Lockout(int failures, long lastMs, long untilMs) {

    static final Lockout NONE = new Lockout(0, 0, 0);

    /** What was not wrong for so long starts anew. */
    static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

    /** What is counted: an account that is guessed at, and an address that guesses. */
    enum Rule {
        /** Locks soon but never for long: a stranger must not be able to shut an operator out for the night. */
        USER(5, Duration.ofSeconds(30), Duration.ofMinutes(15)),
        /** Several people may share one. */
        ADDRESS(20, Duration.ofMinutes(1), Duration.ofHours(1));

        private final int locksAt;
        private final Duration first;
        private final Duration longest;

        Rule(int locksAt, Duration first, Duration longest) {
            this.locksAt = locksAt;
            this.first = first;
            this.longest = longest;
        }
    }

    /** One more; each lock is twice as long as the one before. */
    Lockout failed(Rule rule, long nowMs) {
        int count = nowMs - lastMs > FORGOTTEN_AFTER.toMillis() ? 1 : failures + 1;
        if (count < rule.locksAt) {
            return new Lockout(count, nowMs, 0);
        }
        long doubled = rule.first.toMillis() << Math.min(count - rule.locksAt, 20);
        return new Lockout(count, nowMs, nowMs + Math.min(doubled, rule.longest.toMillis()));
    }

    boolean isLocked(long nowMs) {
        return untilMs > nowMs;
    }

    /** Rounded up: asking at that time is not refused again. */
    long secondsLeft(long nowMs) {
        return Math.ceilDiv(Math.max(0, untilMs - nowMs), 1000L);
    }
}

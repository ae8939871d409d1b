package thunderpool.dashboard.view;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The time over which a hash rate is the mean: some minutes up to now, the running one included. Here floats begin.
 *
 * @param nowMs milliseconds since the Unix epoch
 */
record RateWindow(long nowMs, int minutes) {

    /** The rate that is shown as the current one. */
    static final int CURRENT_MINUTES = 10;

    static final int HOUR_MINUTES = 60;
    static final int DAY_MINUTES = 24 * 60;

    /** A miner's first seconds say little; they are not divided by less than this. */
    private static final long SHORTEST_MS = 30_000;

    /** First minute of the window, from the Unix epoch. */
    long firstMinute() {
        return Math.floorDiv(nowMs, 60_000L) - minutes;
    }

    long startMs() {
        return firstMinute() * 60_000;
    }

    /**
     * Hashes a second.
     *
     * @param work in hashes, of the window's minutes
     * @param firstSeenMs when whoever did it began: the time before does not thin the rate
     */
    double perSecond(BigDecimal work, long firstSeenMs) {
        long lengthMs = Math.max(SHORTEST_MS, nowMs - Math.max(startMs(), firstSeenMs));
        return work.doubleValue() * 1000.0 / lengthMs;
    }

    /**
     * One standard deviation of a rate that so many shares tell, in percent of it: shares come at random, so n of them
     * are n give or take its root. Null without shares.
     */
    static @Nullable Double errorPercent(long shares) {
        return shares <= 0 ? null : 100 / Math.sqrt((double) shares);
    }
}

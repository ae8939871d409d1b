package thunderpool.gateway.feed;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A steady clock that goes on while the machine sleeps: the steady clock of most systems stops in suspend-to-RAM, and
 * what was promised before the sleep would be kept hours too late. Whenever the wall clock has run ahead by more than
 * its corrections usually do, that counts as time that passed. Never goes back. Thread-safe.
 */
public final class SleeplessClock implements LongSupplier {
    private static final long CORRECTION_NANOS = 2_000_000_000L;
    private static final long NANOS_PER_MS = 1_000_000L;

    private final LongSupplier nanos;
    private final InstantSource wall;
    private final long startNanos;
    private final long startMs;
    private volatile long asleep;

    /** @param nanos steady, may stop while the machine sleeps */
    public SleeplessClock(LongSupplier nanos, InstantSource wall) {
        this.nanos = nanos;
        this.wall = wall;
        this.startNanos = nanos.getAsLong();
        this.startMs = wall.millis();
    }

    /** Nanoseconds since this clock was made. */
    @Override
    public long getAsLong() {
        long awake = nanos.getAsLong() - startNanos;
        long ahead = (wall.millis() - startMs) * NANOS_PER_MS - awake;
        if (ahead - asleep > CORRECTION_NANOS) {
            slept(ahead);
        }
        return awake + asleep;
    }

    private synchronized void slept(long ahead) {
        asleep = Math.max(asleep, ahead);
    }
}

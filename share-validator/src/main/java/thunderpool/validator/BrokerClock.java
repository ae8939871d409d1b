package thunderpool.validator;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The newest append time the broker has shown. Accounting time comes from here and from nowhere else: a validator whose
 * own clock is wrong seals nothing early.
 */
public final class BrokerClock {

    private final AtomicLong latestMs = new AtomicLong();

    /** A record with this append time was seen, milliseconds since the Unix epoch. */
    public void saw(long appendTimeMs) {
        latestMs.accumulateAndGet(appendTimeMs, Math::max);
    }

    /** The newest append time, or 0 before the first record. */
    public long latestMs() {
        return latestMs.get();
    }
}

package thunderpool.lab.simulator.load;

/** A histogram of durations with buckets 1/16 of a power of two wide: within 5 %, in 8 KiB. Belongs to one thread. */
final class Latencies {
    private static final int STEPS_LOG2 = 4;
    private static final int STEPS = 1 << STEPS_LOG2;

    private final long[] buckets = new long[64 * STEPS];
    private long count;

    void add(long nanos) {
        buckets[bucket(Math.max(STEPS, nanos))]++;
        count++;
    }

    void addAll(Latencies other) {
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] += other.buckets[i];
        }
        count += other.count;
    }

    /** Nanoseconds that this part (0 to 1) of all durations did not exceed; 0 when there are none. */
    long quantile(double part) {
        long rank = (long) Math.ceil(part * count);
        long seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += buckets[i];
            if (buckets[i] > 0 && seen >= rank) {
                return upperEnd(i);
            }
        }
        return 0;
    }

    private static int bucket(long value) {
        int magnitude = 63 - Long.numberOfLeadingZeros(value);
        int step = (int) (value >>> (magnitude - STEPS_LOG2)) & (STEPS - 1);
        return magnitude * STEPS + step;
    }

    private static long upperEnd(int bucket) {
        int magnitude = bucket / STEPS;
        long step = bucket % STEPS + STEPS + 1L;
        return step << (magnitude - STEPS_LOG2);
    }
}

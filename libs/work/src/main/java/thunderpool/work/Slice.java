package thunderpool.work;

/** Accounting's unit of time: ten seconds of the broker's append time, numbered from the Unix epoch. */
public final class Slice {

    public static final long LENGTH_MS = 10_000;

    private Slice() {}

    /** @param appendTimeMs the broker's append time in milliseconds since the Unix epoch */
    public static long at(long appendTimeMs) {
        return Math.floorDiv(appendTimeMs, LENGTH_MS);
    }

    /** Start of a slice in milliseconds since the Unix epoch. */
    public static long startMs(long slice) {
        return Math.multiplyExact(slice, LENGTH_MS);
    }
}

package thunderpool.gateway.session;

/**
 * This gateway's own signs of life as everybody reads them on the log: after a gap in them others may have taken it for
 * dead and its sessions up. Thread-safe.
 */
public final class Pulse {
    /** A bit before others would: their minute counts from the record, ours from reading it. */
    private static final long CAREFUL_AFTER_MS = GatewayRegister.DEAD_AFTER_MS - 15_000;

    private long appendMs = Long.MIN_VALUE;
    private long heardMs;
    private boolean renewing;

    /**
     * An own record was read.
     *
     * @param recordMs its append time
     * @param nowMs of a steady clock
     * @return whether the gap before it was so long that others may have taken this gateway for dead
     */
    public synchronized boolean heard(long recordMs, long nowMs) {
        boolean gap = appendMs != Long.MIN_VALUE && recordMs - appendMs > GatewayRegister.DEAD_AFTER_MS;
        appendMs = Math.max(appendMs, recordMs);
        heardMs = nowMs;
        renewing |= gap;
        return gap;
    }

    /** The gateway goes on under a new incarnation: what others took up of the old one it never hands out. */
    public synchronized void renewed() {
        renewing = false;
    }

    /**
     * Whether others may take this gateway for dead now, or soon, or did and it has not been renewed since. False before
     * its first sign of life.
     */
    public synchronized boolean maySeemDead(long nowMs) {
        return renewing || (appendMs != Long.MIN_VALUE && nowMs - heardMs > CAREFUL_AFTER_MS);
    }
}

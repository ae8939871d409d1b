package thunderpool.gateway.job;

/**
 * Whether miners may be given work. On a stale tip their power would be burned, so the gateway stops: first it hands
 * out nothing new, and after a limit it lets miners go, who then fail over to another pool. Thread-safe.
 */
public final class WorkGate {
    /** What to do with miners. */
    public enum Stage {
        /** Give them work. */
        WORKING,
        /** Nothing new; what they have still counts. */
        PAUSED,
        /** Let them go. */
        STOPPED
    }

    /** @param reason empty while working */
    public record State(Stage stage, String reason) {}

    private static final State WORKING = new State(Stage.WORKING, "");

    private final long limitMs;
    private final long startedMs;
    private volatile long templateMs = Long.MIN_VALUE;
    private volatile long refusedMs = Long.MIN_VALUE;
    private volatile String refusal = "";

    /**
     * @param limitMs how old the newest template may be, and how long a pause may last
     * @param nowMs milliseconds of any one clock
     */
    public WorkGate(long limitMs, long nowMs) {
        if (limitMs <= 0) {
            throw new IllegalArgumentException("the limit of a template's age must be positive");
        }
        this.limitMs = limitMs;
        this.startedMs = nowMs;
    }

    /** A template arrived. */
    public void templateAt(long nowMs) {
        templateMs = nowMs;
    }

    /** Template-service serves templates of a healthy node, or says why not. */
    public synchronized void serving(boolean serving, String reason, long nowMs) {
        if (serving) {
            refusedMs = Long.MIN_VALUE;
            refusal = "";
        } else {
            refusedMs = refusedMs == Long.MIN_VALUE ? nowMs : refusedMs;
            refusal = reason.isEmpty() ? "template-service serves no template" : reason;
        }
    }

    public State state(long nowMs) {
        long refused = refusedMs;
        if (refused != Long.MIN_VALUE) {
            // A refusal said later does not prolong the newest template's life.
            return without(templateMs == Long.MIN_VALUE ? refused : Math.min(refused, templateMs), refusal, nowMs);
        }
        if (templateMs == Long.MIN_VALUE) {
            return without(startedMs, "no template has arrived yet", nowMs);
        }
        long ageMs = nowMs - templateMs;
        return ageMs <= limitMs
                ? WORKING
                : without(templateMs, "the newest template is " + ageMs / 1000 + " s old", nowMs);
    }

    /** What was before the gateway's start lets no one go: it has yet to hear how things are. */
    private State without(long sinceMs, String reason, long nowMs) {
        long pauseMs = nowMs - Math.max(sinceMs, startedMs);
        return new State(pauseMs > limitMs ? Stage.STOPPED : Stage.PAUSED, reason);
    }
}

package thunderpool.gateway.session;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which gateways live, as far as this one can know. All times are the broker's append times, which are one clock for
 * all. An incarnation is dead when the same instance has started again, or when its signs of life ended a minute before
 * this gateway's own: an outage of the broker silences all alike and so declares nobody dead. Thread-safe.
 */
public final class GatewayRegister {
    /** A gateway that says nothing for so long, while others do, is dead. Milliseconds. */
    public static final long DEAD_AFTER_MS = 60_000;

    /** A gap in one's own signs of life from which on nothing is concluded from others' silence. */
    private static final long GAP_MS = 30_000;

    private record Started(String instance, long offset, long appendMs) {}

    private final String instance;
    private final Map<Integer, Started> byIncarnation = new HashMap<>();
    private final Map<String, Started> newest = new HashMap<>();
    private final Map<String, Long> signs = new HashMap<>();
    private long runSinceMs;
    private long ownMs = Long.MIN_VALUE;

    /** @param instance name of this gateway */
    public GatewayRegister(String instance) {
        this.instance = instance;
    }

    /** @param offset of the record, which is the incarnation modulo 2^16 */
    public synchronized void started(String name, long offset, long appendMs) {
        Started fresh = new Started(name, offset, appendMs);
        byIncarnation.merge((int) (offset & 0xffff), fresh, GatewayRegister::later);
        newest.merge(name, fresh, GatewayRegister::later);
    }

    private static Started later(Started old, Started fresh) {
        return fresh.offset > old.offset ? fresh : old;
    }

    /** A sign of life. */
    public synchronized void alive(String name, long appendMs) {
        if (name.equals(instance)) {
            if (ownMs == Long.MIN_VALUE || appendMs - ownMs > GAP_MS) {
                runSinceMs = appendMs;
            }
            ownMs = Math.max(ownMs, appendMs);
        }
        signs.merge(name, appendMs, Math::max);
    }

    /** When this incarnation's start was appended; null when it was not read. */
    public synchronized @Nullable Long startedAtMs(int incarnation) {
        Started start = byIncarnation.get(incarnation);
        return start == null ? null : start.appendMs;
    }

    /** Whether this incarnation certainly speaks no more; false for one that is not known. */
    public synchronized boolean isDead(int incarnation) {
        Started start = byIncarnation.get(incarnation);
        if (start == null) {
            return false;
        }
        Started last = newest.get(start.instance);
        if (last != null && last.offset > start.offset) {
            return true;
        }
        Long sign = signs.get(start.instance);
        // A gateway that never gave a sign may be of a version that gives none.
        return sign != null
                && sign >= start.appendMs
                && ownMs != Long.MIN_VALUE
                && ownMs - Math.max(sign, runSinceMs) > DEAD_AFTER_MS;
    }
}

package thunderpool.accounting;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongBiFunction;
import thunderpool.topics.Topic;

/**
 * The positions to read from, given out only while the log reaches as far: a log that was lost or restored from an older
 * day would grow past them, and what lies between would never be credited. Each topic is looked at once a process.
 */
final class KnownLog {

    private final Function<Topic<?>, Map<Integer, Long>> positions;
    private final ToLongBiFunction<Topic<?>, Integer> end;
    private final Accounting accounting;
    private final InstantSource clock;
    private final Set<Topic<?>> known = new HashSet<>();

    /**
     * @param positions per partition the offset to read next, as stored now
     * @param end offset behind the last record of a partition
     */
    KnownLog(
            Function<Topic<?>, Map<Integer, Long>> positions,
            ToLongBiFunction<Topic<?>, Integer> end,
            Accounting accounting,
            InstantSource clock) {
        this.positions = positions;
        this.end = end;
        this.accounting = accounting;
        this.clock = clock;
    }

    /** @throws IllegalStateException while the log is behind these books */
    synchronized Map<Integer, Long> next(Topic<?> topic) {
        Map<Integer, Long> next = positions.apply(topic);
        if (known.contains(topic)) {
            return next;
        }
        Map<Integer, Long> missing = new HashMap<>();
        next.forEach((partition, offset) -> {
            if (end.applyAsLong(topic, partition) < offset) {
                missing.put(partition, offset);
            }
        });
        if (!missing.isEmpty()) {
            accounting.logBehind(
                    "the log of " + topic + " ends before what is folded already, per partition: " + missing,
                    clock.millis());
        }
        if (accounting.isLogBehind()) {
            throw new IllegalStateException("the log is older than these books: see the alarm log-behind");
        }
        known.add(topic);
        return next;
    }
}

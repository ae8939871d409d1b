package thunderpool.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long the oldest unhandled record of a topic has waited, told from where the log's ends were seen: a record before an end
 * that was seen at some time is at least as old. No clock of a broker is trusted, no record is read.
 *
 * <p>Invariant: per partition the ends that lie beyond what is handled, in the order they were seen, the first one always.
 */
final class LagAge {
    /** Ends that are remembered of a partition; beyond that the first stays and tells the age. */
    static final int ENDS_MAX = 720;

    private record End(long offset, long seenNanos) {}

    private final LongSupplier nanoClock;
    private final Map<Integer, Deque<End>> unhandled = new HashMap<>();

    LagAge(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /**
     * What a look has shown.
     *
     * @param next per owned partition the offset to handle next; the others are another reader's now
     * @param ends per partition the offset behind its last record; one not known is absent
     */
    synchronized void seen(Map<Integer, Long> next, Map<Integer, Long> ends) {
        unhandled.keySet().retainAll(next.keySet());
        next.forEach((partition, handled) -> {
            Deque<End> behind = unhandled.computeIfAbsent(partition, any -> new ArrayDeque<>());
            behind.removeIf(end -> end.offset <= handled);
            long end = ends.getOrDefault(partition, handled);
            boolean longer = end > handled && (behind.isEmpty() || end > behind.getLast().offset);
            if (longer && behind.size() < ENDS_MAX) {
                behind.add(new End(end, nanoClock.getAsLong()));
            }
        });
    }

    /** Of the partition furthest behind, 0 when all is handled; grows also while nobody looks. */
    synchronized long millis() {
        long now = nanoClock.getAsLong();
        long oldestNanos = unhandled.values().stream()
                .filter(behind -> !behind.isEmpty())
                .mapToLong(behind -> now - behind.getFirst().seenNanos)
                .max()
                .orElse(0);
        return TimeUnit.NANOSECONDS.toMillis(oldestNanos);
    }
}

package thunderpool.lab.simulator.load;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import thunderpool.stratum.StratumError;

/**
 * What the load generator saw in a stretch of time.
 *
 * @param connected sessions whose user the pool took, at the end
 * @param unanswered cut off with their connection
 * @param p50Nanos from the write of a share to its answer
 */
public record LoadReport(
        double seconds,
        int connected,
        long submitted,
        long accepted,
        Map<StratumError, Long> refused,
        long unanswered,
        long p50Nanos,
        long p99Nanos) {

    public LoadReport {
        refused = Map.copyOf(refused);
    }

    public long refusedCount() {
        return refused.values().stream().mapToLong(Long::longValue).sum();
    }

    public double acceptedPerSecond() {
        return accepted / seconds;
    }

    /** One line of {@code key=value}, for people and for {@code ./pool bench}. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "seconds=%.1f connected=%d submitted=%d accepted=%d accepted_per_second=%.0f refused=%s unanswered=%d"
                        + " p50_ms=%.1f p99_ms=%.1f",
                seconds,
                connected,
                submitted,
                accepted,
                acceptedPerSecond(),
                refusals(),
                unanswered,
                p50Nanos / 1e6,
                p99Nanos / 1e6);
    }

    private String refusals() {
        return refused.isEmpty()
                ? "none"
                : refused.entrySet().stream()
                        .map(entry -> entry.getKey() + ":" + entry.getValue())
                        .sorted()
                        .collect(Collectors.joining(","));
    }
}

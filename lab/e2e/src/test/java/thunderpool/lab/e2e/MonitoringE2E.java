package thunderpool.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Goal: what operators are shown and woken by is there: every panel's query has an answer, every metric of the page is
 * really exposed, as what it says and under the labels it says, and no alert fires while all is well.
 *
 * <p>Method: the demo pool as a newcomer starts it, and a real Prometheus with the rules of deploy/monitoring, twenty times
 * as impatient, for longer than any of them but those of days looks back. Skipped where Prometheus is not installed.
 */
@Execution(ExecutionMode.CONCURRENT)
final class MonitoringE2E {

    /** The demo chain's own ports, 18500 and 28500, must stay below those of outgoing connections too, which begin at 32768. */
    private static final int DEMO_OFFSET = 3_000;

    private static final Duration SOON = Duration.ofMinutes(3);

    /**
     * Twenty times as fast as life: an hour; the long one two hours and ten minutes, because {@code TipNotMoving} looks back two and
     * waits five minutes.
     */
    private static final long HEALTHY_SECONDS = Boolean.getBoolean("pool.long") ? 390 : 180;

    /** A machine that is busy with other tests looks less often than once a second. */
    private static final Duration HEALTHY_WITHIN = Duration.ofSeconds(3 * HEALTHY_SECONDS);

    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(20);

    /** What a pool of one node and a chain of its own shows rightly, and why. */
    private static final Map<String, String> OF_THE_DEMO_CHAIN = Map.of(
            "HotWalletLow", "its wallet fills only while its first blocks mature",
            "BlocksOrphaned", "a block every few seconds is orphaned more often than one in ten minutes");

    @Test
    void everyPanelAnswersEveryMetricIsThereAndNothingFiresWhileAllIsWell(@TempDir Path dir) throws IOException {
        assumeThat(PrometheusServer.PROGRAM).as("prometheus is installed").isExecutable();
        try (RunningPool pool = RunningPool.start(dir.resolve("pool"), RunningPool.freeOffset(DEMO_OFFSET));
                PrometheusServer prometheus =
                        PrometheusServer.start(dir.resolve("prometheus"), targets(pool), QuickRules.read())) {
            RunningPool.await("a payment on its way", SOON, () -> !prometheus
                    .query("thunderpool_payout_orders{state=~\"confirmed|paid\"} > 0")
                    .isEmpty());
            Set<String> fired = new TreeSet<>(firedInAHealthyTime(prometheus));
            fired.removeAll(OF_THE_DEMO_CHAIN.keySet());
            assertThat(fired).as("alerts that fired while all was well").isEmpty();
            System.out.println(everyPanelAnswers(prometheus) + " queries of panels answered, no alert fired within "
                    + HEALTHY_SECONDS + " s");
            System.out.println(MetricsPage.read().compare(prometheus)
                    + " metrics of docs/metrics.md are exposed as it says, and no other");
        }
    }

    /** Asked at the end, of every second in between. */
    private static Set<String> firedInAHealthyTime(PrometheusServer prometheus) {
        long begun = System.nanoTime();
        double before = looks(prometheus);
        RunningPool.await(
                "Prometheus to look at a pool that is well so often",
                HEALTHY_WITHIN,
                () -> looks(prometheus) - before >= HEALTHY_SECONDS);
        return prometheus.firedWithin((System.nanoTime() - begun) / 1_000_000_000);
    }

    private static double looks(PrometheusServer prometheus) {
        return prometheus
                .query("count_over_time(up{service=\"payout\"}[1h])")
                .path(0)
                .path("value")
                .path(1)
                .asDouble();
    }

    static Map<String, Integer> targets(RunningPool pool) {
        return Map.of(
                "dashboard",
                pool.port(8080),
                "gateway",
                pool.port(8081),
                "validator",
                pool.port(8082),
                "template",
                pool.port(8083),
                "accounting",
                pool.port(8084),
                "payout",
                pool.port(8085));
    }

    /** Now or at one of the next looks: of a service that did not answer the last one in time Prometheus has nothing for a moment. */
    private static int everyPanelAnswers(PrometheusServer prometheus) throws IOException {
        int asked = 0;
        try (Stream<Path> boards = Files.list(PrometheusServer.MONITORING.resolve("grafana/dashboards"))) {
            for (Path board : boards.sorted().toList()) {
                for (JsonNode panel :
                        new ObjectMapper().readTree(Files.readString(board)).path("panels")) {
                    for (JsonNode target : panel.path("targets")) {
                        String query = target.path("expr").asString().replace("$hashes", "4294967296");
                        String where =
                                board.getFileName() + ": " + panel.path("title").asString();
                        RunningPool.await(where + ": an answer to " + query, ANSWERED_WITHIN, () -> !prometheus
                                .query(query)
                                .isEmpty());
                        asked++;
                    }
                }
            }
        }
        return asked;
    }
}

package thunderpool.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Goal: what operators are shown and woken by is there: every panel's query has an answer, every metric of the page is
 * really exposed, and no alert fires while all is well.
 *
 * <p>Method: the demo pool as a newcomer starts it, and a real Prometheus with the rules of deploy/monitoring, twenty times
 * as impatient. Skipped where Prometheus is not installed.
 */
@Execution(ExecutionMode.CONCURRENT)
final class MonitoringE2E {

    private static final Duration SOON = Duration.ofMinutes(3);

    /** What a pool of one node and a chain of its own shows rightly: its wallet fills only while its first blocks mature. */
    private static final Set<String> OF_THE_DEMO_CHAIN = Set.of("HotWalletLow", "BlocksOrphaned");

    /** Counters that appear with the first event, which a healthy pool does not have. */
    private static final Pattern WITH_THE_FIRST = Pattern.compile("appears with the first one|when there is one");

    private static final Pattern ROW = Pattern.compile("^\\| `(thunderpool_[a-z_]+)` \\| (\\w+) \\|(.*)$");

    @Test
    void everyPanelAnswersEveryMetricIsThereAndNothingFiresWhileAllIsWell(@TempDir Path dir) throws IOException {
        assumeThat(PrometheusServer.PROGRAM).as("prometheus is installed").isExecutable();
        try (RunningPool pool = RunningPool.start(dir.resolve("pool"), RunningPool.freeOffset(12_300));
                PrometheusServer prometheus =
                        PrometheusServer.start(dir.resolve("prometheus"), targets(pool), QuickRules.read())) {
            RunningPool.await("a payment on its way", SOON, () -> !prometheus
                    .query("thunderpool_payout_orders{state=~\"confirmed|paid\"} > 0")
                    .isEmpty());
            Set<String> fired = new TreeSet<>();
            RunningPool.await("a healthy minute, twenty times as long for the rules", SOON, () -> {
                fired.addAll(prometheus.firing());
                return !prometheus
                        .query("count_over_time(up{service=\"payout\"}[5m]) > 60")
                        .isEmpty();
            });
            fired.removeAll(OF_THE_DEMO_CHAIN);
            assertThat(fired).as("alerts that fired while all was well").isEmpty();
            System.out.println(everyPanelAnswers(prometheus) + " queries of panels answered, no alert fired");
            System.out.println(
                    everyMetricIsThere(prometheus) + " metrics of docs/metrics.md are exposed, and no other");
        }
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

    private static int everyPanelAnswers(PrometheusServer prometheus) throws IOException {
        List<String> silent = new ArrayList<>();
        int asked = 0;
        try (Stream<Path> boards = Files.list(PrometheusServer.MONITORING.resolve("grafana/dashboards"))) {
            for (Path board : boards.sorted().toList()) {
                for (JsonNode panel :
                        new ObjectMapper().readTree(Files.readString(board)).path("panels")) {
                    for (JsonNode target : panel.path("targets")) {
                        String query = target.path("expr").asString().replace("$hashes", "4294967296");
                        asked++;
                        if (prometheus.query(query).isEmpty()) {
                            silent.add(board.getFileName() + ": "
                                    + panel.path("title").asString() + ": " + query);
                        }
                    }
                }
            }
        }
        assertThat(silent).as("panels without data").isEmpty();
        return asked;
    }

    /** The page and the pool name the same metrics; those of rare events may be missing in the pool. */
    private static int everyMetricIsThere(PrometheusServer prometheus) throws IOException {
        Set<String> documented = new TreeSet<>();
        Set<String> rare = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("../../docs/metrics.md"))) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                String name = row.group(1);
                documented.add(name);
                if (WITH_THE_FIRST.matcher(row.group(3)).find()) {
                    rare.add(name);
                }
            }
        }
        Set<String> exposed = new TreeSet<>();
        prometheus.metrics("thunderpool_").forEach(name -> exposed.add(family(name, documented)));
        assertThat(exposed).as("exposed but not documented").isSubsetOf(documented);
        Set<String> missing = new TreeSet<>(documented);
        missing.removeAll(exposed);
        missing.removeAll(rare);
        assertThat(missing).as("documented but not exposed").isEmpty();
        assertThat(documented).as("metrics of the suite").hasSizeGreaterThanOrEqualTo(60);
        return documented.size();
    }

    /** A histogram's or summary's series go by one name. */
    private static String family(String series, Set<String> documented) {
        for (String suffix : List.of("_bucket", "_count", "_sum", "_max")) {
            String name = series.endsWith(suffix) ? series.substring(0, series.length() - suffix.length()) : series;
            if (documented.contains(name)) {
                return name;
            }
        }
        return series;
    }
}

package thunderpool.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy/monitoring} in a cluster: the files of elsewhere, the house's rules, and pods under the right names. */
class MonitoringManifestsTest {

    @Test
    void itsReadersUnderstandEveryResource() {
        assertThat(Rendered.monitoring()).allSatisfy(resource -> assertThat(SchemaTest.violations(resource))
                .isEmpty());
    }

    /** Prometheus alone asks the API server, which pods there are. */
    @Test
    void everyWorkloadKeepsTheRulesButForOneToken() {
        List<String> found = new ArrayList<>();
        Rendered.workloads(Rendered.monitoring()).forEach(workload -> found.addAll(PolicyRules.violations(workload)));
        assertThat(found).containsExactly("StatefulSet prometheus: gets a token it has no use for");
        assertThat(Rendered.of(Rendered.monitoring(), "ClusterRole")
                        .flatMap(role -> Rendered.each(role.path("rules")))
                        .flatMap(rule -> Rendered.each(rule.path("verbs")))
                        .map(JsonNode::asText))
                .as("it reads and changes nothing")
                .isSubsetOf("get", "list", "watch");
    }

    @Test
    void everyRuleAndEveryDashboardOfTheFolderIsInIt() throws IOException {
        assertThat(map("prometheus-rules").path("alerts.yml").asText())
                .isEqualTo(Rendered.text("monitoring/prometheus/alerts.yml"));
        Map<String, String> boards = new TreeMap<>();
        try (Stream<Path> files = Files.list(Rendered.folder().resolve("monitoring/grafana/dashboards"))) {
            for (Path board : files.toList()) {
                boards.put(board.getFileName().toString(), Files.readString(board));
            }
        }
        Map<String, String> there = new TreeMap<>();
        map("grafana-dashboards")
                .properties()
                .forEach(entry -> there.put(entry.getKey(), entry.getValue().asText()));
        assertThat(there).isEqualTo(boards);
    }

    @Test
    void anAlertWakesSomebodyOrWaitsByItsSeverity() throws IOException {
        JsonNode config = Rendered.YAML.readTree(
                map("alertmanager-config").path("alertmanager.yml").asText());
        List<String> receivers = Rendered.each(config.path("receivers"))
                .map(receiver -> receiver.path("name").asText())
                .toList();
        assertThat(config.at("/route/receiver").asText()).isEqualTo("ticket").isIn(receivers);
        assertThat(config.at("/route/routes/0/receiver").asText())
                .isEqualTo("page")
                .isIn(receivers);
        assertThat(config.at("/route/routes/0/matchers/0").asText()).isEqualTo("severity = \"page\"");
    }

    /** The names that the rules' series have: {@code job}, {@code service}, and instances that outlive their addresses. */
    @Test
    void prometheusScrapesEachPodOnceUnderTheLabelsThatTheRulesAskFor(@TempDir Path folder) throws Exception {
        Programs.need("prometheus", "prometheus");
        FoundPods cluster = FoundPods.of(Rendered.overlay("production"));
        cluster.add("thunder-pool", "pool-brokers-0", Map.of("strimzi.io/cluster", "pool"), "tcp-clients", 9093);
        cluster.add("thunder-pool", "pool-brokers-0", Map.of("strimzi.io/cluster", "pool"), "tcp-prometheus", 9404);
        cluster.add("thunder-pool", "pool-database-1", Map.of("cnpg.io/cluster", "pool-database"), "postgresql", 5432);
        cluster.add("thunder-pool", "pool-database-1", Map.of("cnpg.io/cluster", "pool-database"), "metrics", 9187);
        cluster.add("thunder-pool", "somebody-0", Map.of("app.kubernetes.io/name", "somebody"), "management", 8081);
        assertThat(cluster.seenBy(scraping(), folder))
                .containsExactlyInAnyOrder(
                        "broker pool-brokers-0 :9404/metrics",
                        "database pool-database-1 :9187/metrics",
                        "thunder-pool accounting accounting-0 :8084/actuator/prometheus",
                        "thunder-pool dashboard dashboard-0 :8080/actuator/prometheus",
                        "thunder-pool gateway gateway-0 :8081/actuator/prometheus",
                        "thunder-pool payout payout-0 :8085/actuator/prometheus",
                        "thunder-pool template template-0 :8083/actuator/prometheus",
                        "thunder-pool validator validator-0 :8082/actuator/prometheus");
    }

    private static String scraping() {
        return map("prometheus-config").path("prometheus.yml").asText();
    }

    /** Its data; what is behind the name's last dash changes with the data. */
    private static ObjectNode map(String name) {
        return Rendered.of(Rendered.monitoring(), "ConfigMap")
                .filter(map -> Rendered.name(map).matches(name + "-[a-z0-9]+"))
                .map(map -> (ObjectNode) map.path("data"))
                .findFirst()
                .orElseThrow();
    }
}

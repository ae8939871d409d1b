package thunderpool.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.convert.DurationStyle;
import thunderpool.topics.ShareSubmitted;

/** What runs in a cluster runs as the house demands; the rules are in {@link PolicyRules}, each with a case it catches. */
class PolicyTest {
    private static final Set<String> SERVICES =
            Set.of("gateway", "validator", "template", "accounting", "payout", "dashboard");

    /** A pod that breaks no rule; the cases below each spoil one thing. */
    private static final String GOOD = """
            {"kind": "StatefulSet", "metadata": {"name": "good"}, "spec": {"template": {"spec": {
              "automountServiceAccountToken": false,
              "securityContext": {"runAsNonRoot": true, "runAsUser": 10001, "seccompProfile": {"type": "RuntimeDefault"}},
              "containers": [{"name": "c", "image": "a/b:1.2.3", "ports": [{"containerPort": 1}],
                "startupProbe": {}, "readinessProbe": {}, "livenessProbe": {},
                "env": [{"name": "A_PASSWORDFILE", "value": "/run/secrets/a"}],
                "resources": {"requests": {"cpu": 1, "memory": 1}, "limits": {"cpu": 1, "memory": 1}},
                "securityContext": {"readOnlyRootFilesystem": true, "allowPrivilegeEscalation": false,
                  "capabilities": {"drop": ["ALL"]}}}]}}}}""";

    @ParameterizedTest
    @ValueSource(strings = {"demo", "production"})
    void everyWorkloadKeepsTheRules(String overlay) {
        List<String> found = new ArrayList<>();
        Rendered.workloads(Rendered.overlay(overlay))
                .forEach(workload -> found.addAll(PolicyRules.violations(workload)));
        assertThat(found).isEmpty();
        assertThat(Rendered.workloads(Rendered.overlay(overlay)).map(Rendered::name))
                .containsAll(SERVICES);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "runAsNonRoot": true                    | "runAsNonRoot": false                 | may run as root
            "runAsUser": 10001                      | "runAsUser": 0                        | numeric user
            RuntimeDefault                          | Unconfined                            | seccomp
            "readOnlyRootFilesystem": true          | "readOnlyRootFilesystem": false       | writes its root
            "allowPrivilegeEscalation": false       | "privileged": true                    | privileged
            {"drop": ["ALL"]}                       | {"drop": ["ALL"], "add": ["NET_RAW"]} | capabilities
            "limits": {"cpu": 1, "memory": 1}       | "limits": {"cpu": 1}                  | limits of memory
            "livenessProbe": {}                     | "x": 1                                | livenessProbe
            "A_PASSWORDFILE"                        | "A_PASSWORD"                          | A_PASSWORD holds
            "value": "/run/secrets/a"               | "value": "http://u:p@host"            | holds a secret
            a/b:1.2.3                               | a/b:latest                            | another image
            "automountServiceAccountToken": false,  | "hostNetwork": true,                  | token
            "automountServiceAccountToken": false,  | "hostNetwork": true,                  | hostNetwork
            """)
    void catchesASpoiledPod(String part, String spoiled, String complaint) throws IOException {
        assertThat(PolicyRules.violations(Rendered.JSON.readTree(GOOD))).isEmpty();
        assertThat(GOOD).contains(part);
        assertThat(PolicyRules.violations(Rendered.JSON.readTree(GOOD.replace(part, spoiled))))
                .anySatisfy(wrong -> assertThat(wrong).contains(complaint));
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "production"})
    void probesAskServicesOnlyWhatTheyMean(String overlay) {
        for (String service : SERVICES) {
            JsonNode container = container(overlay, service);
            assertThat(container.at("/livenessProbe/httpGet/path").asText())
                    .as("liveness asks the process alone, never its stores")
                    .isEqualTo("/actuator/health/liveness");
            assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/actuator/health/readiness");
            int startSeconds = container.at("/startupProbe/periodSeconds").asInt()
                    * container.at("/startupProbe/failureThreshold").asInt();
            assertThat(startSeconds).as("a start may wait for stores").isGreaterThanOrEqualTo(600);
        }
    }

    /** A probe before a JVM can answer is an event of kind Warning in each healthy start, where operators look for real ones. */
    @ParameterizedTest
    @ValueSource(strings = {"demo", "production"})
    void noStartIsProbedBeforeItCanAnswer(String overlay) {
        Rendered.workloads(Rendered.overlay(overlay))
                .flatMap(PolicyRules::containersOf)
                .filter(container -> container.has("startupProbe"))
                .forEach(container -> assertThat(container
                                .at("/startupProbe/initialDelaySeconds")
                                .asInt())
                        .as(container.path("name").asText())
                        .isPositive());
    }

    /** What is left of two processors is for the cluster's own pods, which ask for 750m to 950m. */
    @Test
    void aTrialIsScheduledOnAMachineWithTwoProcessors() {
        int asked = Stream.of(Rendered.overlay("demo"), Rendered.monitoring())
                .flatMap(Rendered::workloads)
                .flatMap(workload -> PolicyRules.containersOf(workload)
                        .map(container -> milliprocessors(
                                        container.at("/resources/requests/cpu").asText())
                                * workload.at("/spec/replicas").asInt(1)))
                .mapToInt(Integer::intValue)
                .sum();
        assertThat(asked).as("thousandths of a processor").isBetween(1, 1_100);
    }

    private static int milliprocessors(String quantity) {
        return quantity.endsWith("m")
                ? Integer.parseInt(quantity.substring(0, quantity.length() - 1))
                : Integer.parseInt(quantity) * 1_000;
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "production"})
    void aGatewayHasTimeToDrain(String overlay) throws IOException {
        JsonNode drain = Rendered.YAML
                .readTree(Rendered.text("kubernetes/base/config/gateway.yml"))
                .at("/gateway/drain");
        Duration needed = Duration.ofSeconds(container(overlay, "gateway")
                        .at("/lifecycle/preStop/sleep/seconds")
                        .asLong())
                .plus(DurationStyle.detectAndParse(drain.path("delay").asText()))
                .plus(DurationStyle.detectAndParse(drain.path("spread").asText()))
                .plus(DurationStyle.detectAndParse(drain.path("finish").asText()));
        long grace = Rendered.one(Rendered.overlay(overlay), "StatefulSet", "gateway")
                .at("/spec/template/spec/terminationGracePeriodSeconds")
                .asLong();
        assertThat(needed).isGreaterThan(Duration.ofSeconds(60));
        assertThat(grace).as("grace with room to close").isGreaterThanOrEqualTo(needed.toSeconds() + 30);
    }

    @Test
    void payoutStaysASingleOneAndEveryServiceMayBeEvictedOneAtATime() {
        List<JsonNode> resources = Rendered.overlay("production");
        assertThat(Rendered.one(resources, "StatefulSet", "payout")
                        .at("/spec/replicas")
                        .asInt())
                .isOne();
        Set<String> scaled = resources.stream()
                .map(resource -> resource.at("/spec/scaleTargetRef/name").asText())
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
        assertThat(scaled).as("what is scaled").containsExactlyInAnyOrder("gateway", "validator");
        for (String service : SERVICES) {
            JsonNode budget = Rendered.one(resources, "PodDisruptionBudget", service);
            assertThat(budget.at("/spec/maxUnavailable").asInt()).isOne();
            assertThat(budget.at("/spec/selector/matchLabels"))
                    .isEqualTo(Rendered.one(resources, "StatefulSet", service).at("/spec/selector/matchLabels"));
        }
    }

    /** The namespace takes none else (pod security "restricted"), and Strimzi says it of no container by itself. */
    @Test
    void allThatStrimziRunsIsSaidToHaveNoRights() {
        List<JsonNode> resources = Rendered.overlay("production");
        JsonNode brokers = Rendered.one(resources, "KafkaNodePool", "brokers").at("/spec/template");
        JsonNode operators = Rendered.one(resources, "Kafka", "pool").at("/spec/entityOperator/template");
        for (JsonNode pod : List.of(brokers.path("pod"), operators.path("pod"))) {
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        }
        for (JsonNode container : List.of(
                brokers.path("kafkaContainer"),
                operators.path("topicOperatorContainer"),
                operators.path("userOperatorContainer"))) {
            JsonNode context = container.path("securityContext");
            assertThat(context.path("allowPrivilegeEscalation").toString()).isEqualTo("false");
            assertThat(context.at("/capabilities/drop").toString()).isEqualTo("[\"ALL\"]");
        }
    }

    /** A label of Strimzi's would be the entity operator's as well, and three machines have no place beside three brokers for it. */
    @Test
    void brokersKeepOffEachOthersMachineAndOffNobodyElses() {
        JsonNode pod = Rendered.one(Rendered.overlay("production"), "KafkaNodePool", "brokers")
                .at("/spec/template/pod");
        assertThat(pod.at("/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution"
                        + "/0/labelSelector/matchLabels"))
                .isEqualTo(pod.at("/metadata/labels"));
    }

    @Test
    void noMoreValidatorsThanPartitionsToJudge() {
        JsonNode scaled = Rendered.one(Rendered.overlay("production"), "ScaledObject", "validator");
        assertThat(scaled.at("/spec/maxReplicaCount").asInt()).isEqualTo(ShareSubmitted.TOPIC.partitions());
        assertThat(scaled.at("/spec/triggers/0/metadata/query").asText())
                .as("each validator tells of its own partitions only: the largest of them is not the pool's lag")
                .isEqualTo("sum(thunderpool_consumer_lag_records{service=\"validator\",topic=\""
                        + ShareSubmitted.TOPIC.name() + "\"})");
    }

    @Test
    void minersKeepTheirAddressAndTheReplicasTheScalerGave() {
        List<JsonNode> resources = Rendered.overlay("production");
        JsonNode stratum = Rendered.one(resources, "Service", "stratum");
        assertThat(stratum.at("/spec/externalTrafficPolicy").asText()).isEqualTo("Local");
        assertThat(Rendered.each(stratum.at("/spec/ports"))
                        .map(port -> port.path("port").asInt()))
                .containsExactly(3333, 3334, 3335, 4333);
        assertThat(Rendered.one(resources, "StatefulSet", "gateway")
                        .path("spec")
                        .has("replicas"))
                .isFalse();
    }

    /** A small miner is silent for minutes; a load balancer that forgets it before the gateway does has cut it off. */
    @Test
    void loadBalancersBearSilenceAsLongAsTheGateway() {
        JsonNode stratum = Rendered.one(Rendered.overlay("production"), "Service", "stratum");
        JsonNode said = stratum.at("/metadata/annotations");
        String prefix = "service.beta.kubernetes.io/";
        assertThat(said.path(prefix + "azure-load-balancer-tcp-idle-timeout").asText())
                .as("minutes")
                .isEqualTo("30");
        stratum.at("/spec/ports")
                .forEach(port -> assertThat(said.path(prefix + "aws-load-balancer-listener-attributes.TCP-"
                                        + port.path("port").asText())
                                .asText())
                        .isEqualTo("tcp.idle_timeout.seconds=1800"));
    }

    @Test
    void noManifestHoldsASecret() {
        for (String overlay : Rendered.OVERLAYS) {
            List<JsonNode> resources = Rendered.overlay(overlay);
            assertThat(Rendered.of(resources, "Secret")).isEmpty();
            Rendered.of(resources, "ConfigMap")
                    .flatMap(map -> map.path("data").properties().stream())
                    .forEach(entry -> assertThat(PolicyRules.secretIn(
                                    entry.getKey(), entry.getValue().asText()))
                            .isEmpty());
        }
    }

    private static JsonNode container(String overlay, String service) {
        return Rendered.one(Rendered.overlay(overlay), "StatefulSet", service).at("/spec/template/spec/containers/0");
    }
}

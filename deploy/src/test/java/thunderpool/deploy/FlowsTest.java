package thunderpool.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may speak with whom: everything is refused but these flows, and each has its reason beside it. */
class FlowsTest {

    /** As {@code who > whom ports}; a flow between pods stands here once though both sides must allow it. */
    private static final Set<String> OF_SERVICES = Set.of(
            "gateway > template 8083",
            "gateway > broker 9093",
            "validator > broker 9093",
            "template > broker 9093",
            "accounting > broker 9093",
            "payout > broker 9093",
            "dashboard > broker 9093",
            "template > database 5432",
            "accounting > database 5432",
            "payout > database 5432",
            "dashboard > database 5432",
            "everyone > namespace kube-system 53");

    private static final Set<String> INTO_SERVICES = Set.of(
            "anyone > gateway 3333,3334,3335,4333",
            "namespace ingress-nginx > dashboard 8080",
            "namespace monitoring > thunder-pool 8080,8081,8082,8083,8084,8085");

    @ParameterizedTest
    @ValueSource(strings = {"demo", "production"})
    void everythingNotNamedIsRefusedBothWays(String overlay) {
        JsonNode deny = Rendered.one(Rendered.overlay(overlay), "NetworkPolicy", "default-deny");
        assertThat(deny.at("/spec/podSelector")).isEmpty();
        assertThat(deny.at("/spec/policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
        assertThat(deny.path("spec").has("ingress") || deny.path("spec").has("egress"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "production"})
    void everyPolicySaysWhyAndNamesItsPorts(String overlay) {
        Rendered.of(Rendered.overlay(overlay), "NetworkPolicy").forEach(policy -> {
            assertThat(policy.at("/metadata/annotations/thunderpool.org~1reason")
                            .asText())
                    .as("reason of " + Rendered.name(policy))
                    .hasSizeGreaterThan(20);
            for (String direction : List.of("ingress", "egress")) {
                policy.at("/spec/" + direction).forEach(rule -> assertThat(rule.path("ports"))
                        .as("ports of " + Rendered.name(policy))
                        .isNotEmpty());
            }
        });
    }

    @Test
    void inProductionTheServicesSpeakWithTheseAndWithNobodyElse() {
        Set<String> out = new TreeSet<>(OF_SERVICES);
        out.add("template > 192.0.2.11/32 8332,28332");
        out.add("template > 192.0.2.12/32 8332,28332");
        out.add("payout > 192.0.2.21/32 8332");
        out.addAll(Set.of(
                "pool > pool 8443,9090,9091",
                "pool-database > pool-database 5432,8000",
                "pool > anyone 443,6443",
                "pool-database > anyone 443,6443"));
        assertThat(flows("production", "egress")).isEqualTo(out);
        Set<String> in = new TreeSet<>(INTO_SERVICES);
        in.addAll(betweenPods(OF_SERVICES));
        in.addAll(Set.of(
                "pool > pool 8443,9090,9091",
                "namespace strimzi > pool 8443,9090,9091",
                "pool-database > pool-database 5432,8000",
                "namespace cnpg-system > pool-database 5432,8000",
                "namespace monitoring > broker 9404",
                "namespace monitoring > database 9187"));
        assertThat(flows("production", "ingress")).isEqualTo(in);
    }

    @Test
    void inTheDemoTheServicesSpeakWithTheseAndWithNobodyElse() {
        Set<String> out = new TreeSet<>(OF_SERVICES);
        out.addAll(Set.of(
                "template > node 8332,28332",
                "payout > node 8332",
                "provision > broker 9093",
                "miners > gateway 3333,3334,3335"));
        assertThat(flows("demo", "egress")).isEqualTo(out);
        Set<String> in = new TreeSet<>(INTO_SERVICES);
        in.addAll(betweenPods(out));
        in.remove("miners > gateway 3333,3334,3335");
        assertThat(flows("demo", "ingress")).isEqualTo(in);
    }

    private static Set<String> betweenPods(Set<String> flows) {
        Set<String> between = new TreeSet<>(flows);
        between.removeIf(flow -> flow.contains("namespace"));
        return between;
    }

    private static Set<String> flows(String overlay, String direction) {
        Set<String> flows = new TreeSet<>();
        Rendered.of(Rendered.overlay(overlay), "NetworkPolicy").forEach(policy -> {
            String own = pods(policy.at("/spec/podSelector"));
            policy.at("/spec/" + direction).forEach(rule -> {
                String ports = String.join(
                        ",",
                        new TreeSet<>(Rendered.each(rule.path("ports"))
                                        .map(port -> port.path("port").asInt())
                                        .toList())
                                .stream().map(String::valueOf).toList());
                JsonNode peers = rule.path(direction.equals("ingress") ? "from" : "to");
                List<String> others = peers.isEmpty()
                        ? List.of("anyone")
                        : Rendered.each(peers).map(FlowsTest::peer).toList();
                for (String other : others) {
                    flows.add((direction.equals("ingress") ? other + " > " + own : own + " > " + other) + " " + ports);
                }
            });
        });
        return flows;
    }

    private static String peer(JsonNode peer) {
        if (peer.has("ipBlock")) {
            return peer.at("/ipBlock/cidr").asText();
        }
        if (peer.has("namespaceSelector")) {
            return "namespace "
                    + peer.at("/namespaceSelector/matchLabels/kubernetes.io~1metadata.name")
                            .asText();
        }
        return pods(peer.path("podSelector"));
    }

    /** The one label that pods are chosen by, without its name. */
    private static String pods(JsonNode selector) {
        List<String> labels = Rendered.each(selector.path("matchLabels"))
                .map(JsonNode::asText)
                .toList();
        assertThat(labels).hasSizeLessThan(2);
        return labels.isEmpty() ? "everyone" : labels.getFirst();
    }
}

package thunderpool.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The compose file keeps the same rules as the manifests, and what it mounts and refers to is there. */
class ComposeTest {
    private static final JsonNode FILE = Rendered.file("compose/compose.yaml");

    @Test
    void everyContainerIsShutIn() {
        FILE.path("services").properties().forEach(entry -> {
            JsonNode service = entry.getValue();
            String name = entry.getKey();
            assertThat(service.path("read_only").asBoolean()).as(name).isTrue();
            assertThat(service.path("user").asText()).as(name).matches("[1-9]\\d*:[1-9]\\d*");
            assertThat(service.path("cap_drop").toString()).as(name).isEqualTo("[\"ALL\"]");
            assertThat(service.path("security_opt").toString()).as(name).contains("no-new-privileges:true");
            assertThat(service.path("mem_limit").asText()).as(name).isNotEmpty();
            assertThat(PolicyRules.pinned(service.path("image").asText()))
                    .as(name)
                    .isTrue();
            assertThat(service.has("privileged") || service.has("network_mode"))
                    .as(name)
                    .isFalse();
        });
    }

    @Test
    void noVariableHoldsASecret() {
        FILE.path("services")
                .forEach(service -> service.path("environment").properties().forEach(entry -> assertThat(
                                entry.getKey().endsWith("__FILE")
                                        ? Optional.empty()
                                        : PolicyRules.secretIn(
                                                entry.getKey(), entry.getValue().asText()))
                        .isEmpty()));
    }

    @Test
    void whatIsReferredToIsThere() {
        Set<String> missing = new TreeSet<>();
        Path folder = Rendered.folder().resolve("compose");
        FILE.path("services").properties().forEach(entry -> {
            JsonNode service = entry.getValue();
            service.path("secrets").forEach(secret -> {
                String name = secret.isTextual()
                        ? secret.asText()
                        : secret.path("source").asText();
                check(missing, FILE.path("secrets").has(name), entry.getKey() + " wants the secret " + name);
            });
            service.path("networks")
                    .forEach(network -> check(
                            missing, FILE.path("networks").has(network.asText()), entry.getKey() + " in " + network));
            service.path("volumes").forEach(volume -> {
                String from = volume.asText().substring(0, volume.asText().indexOf(':'));
                boolean there = from.startsWith(".")
                        ? Files.exists(folder.resolve(from))
                        : FILE.path("volumes").has(from);
                check(missing, there, entry.getKey() + " mounts " + from);
            });
        });
        assertThat(missing).isEmpty();
    }

    /** Who reaches whom: two containers meet only in a network they share. */
    @Test
    void onlyWhoHasBusinessWithNodeAndDatabaseSharesTheirNetwork() {
        assertThat(inNetwork("node")).containsExactlyInAnyOrder("node", "template", "payout");
        assertThat(inNetwork("database"))
                .containsExactlyInAnyOrder("postgres", "template", "accounting", "payout", "dashboard");
        assertThat(inNetwork("blocks")).containsExactlyInAnyOrder("gateway", "template");
        assertThat(inNetwork("miners"))
                .containsExactlyInAnyOrder("gateway", "miner-blocks", "miner-time", "miner-solo");
        for (String network : List.of("broker", "database", "node", "blocks", "metrics")) {
            assertThat(FILE.at("/networks/" + network + "/internal").asBoolean())
                    .as(network)
                    .isTrue();
        }
    }

    @Test
    void aGatewayHasTimeToDrain() {
        JsonNode gateway = FILE.at("/services/gateway");
        int drain = seconds(gateway.at("/environment/GATEWAY_DRAIN_SPREAD"))
                + seconds(gateway.at("/environment/GATEWAY_DRAIN_FINISH"));
        assertThat(seconds(gateway.path("stop_grace_period"))).isGreaterThanOrEqualTo(drain + 30);
    }

    /** An engine can say who is well: each service is asked where Prometheus asks it too. */
    @Test
    void everyServiceIsAskedWhetherItIsReady() {
        JsonNode scraped = Rendered.file("compose/prometheus.yml").at("/scrape_configs/0/static_configs");
        Set<String> services = new TreeSet<>();
        scraped.forEach(target -> {
            String[] at = target.at("/targets/0").asText().split(":");
            services.add(at[0]);
            assertThat(FILE.at("/services/" + at[0] + "/healthcheck/test").toString())
                    .as(at[0])
                    .contains("@/app/health.args")
                    .contains("http://127.0.0.1:" + at[1] + "/actuator/health/readiness");
        });
        assertThat(services).hasSize(6);
        for (String store : List.of("kafka", "postgres", "node", "prometheus")) {
            assertThat(FILE.at("/services/" + store + "/healthcheck/test").isArray())
                    .as(store)
                    .isTrue();
        }
    }

    /** Compose stops whoever depends on another before it: a draining gateway needs the others, and they their stores. */
    @Test
    void storesStopLastAndMinersFirst() {
        inNetwork("broker").stream()
                .filter(name -> !name.equals("kafka"))
                .forEach(name -> assertThat(dependsOn(name)).as(name).contains("kafka"));
        inNetwork("database").stream()
                .filter(name -> !name.equals("postgres"))
                .forEach(name -> assertThat(dependsOn(name)).as(name).contains("postgres"));
        inNetwork("node").stream()
                .filter(name -> !name.equals("node"))
                .forEach(name -> assertThat(dependsOn(name)).as(name).contains("node"));
        assertThat(dependsOn("gateway")).contains("template", "validator");
        inNetwork("miners").stream()
                .filter(name -> !name.equals("gateway"))
                .forEach(name -> assertThat(dependsOn(name)).as(name).contains("gateway"));
    }

    private static List<String> dependsOn(String service) {
        JsonNode named = FILE.at("/services/" + service + "/depends_on");
        List<String> found = new ArrayList<>();
        if (named.isArray()) {
            named.forEach(one -> found.add(one.asText()));
        } else {
            named.properties().forEach(entry -> found.add(entry.getKey()));
        }
        return found;
    }

    private static int seconds(JsonNode text) {
        return Integer.parseInt(text.asText().replace("s", ""));
    }

    private static List<String> inNetwork(String network) {
        List<String> found = new ArrayList<>();
        FILE.path("services").properties().forEach(entry -> {
            if (Rendered.each(entry.getValue().path("networks"))
                    .anyMatch(one -> one.asText().equals(network))) {
                found.add(entry.getKey());
            }
        });
        return found;
    }

    private static void check(Set<String> missing, boolean there, String what) {
        if (!there) {
            missing.add(what);
        }
    }
}

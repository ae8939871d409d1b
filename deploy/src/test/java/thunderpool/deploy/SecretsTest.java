package thunderpool.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code overlays/production/secrets.sh} prints is what the pods mount and what CloudNativePG takes passwords from. */
class SecretsTest {
    private static final Set<String> OF_OPERATORS = Set.of("pool-cluster-ca-cert", "pool-database-ca");
    private static final String SCRIPT = "kubernetes/overlays/production/secrets.sh";

    @TempDir
    Path folder;

    @Test
    void everySecretThatIsNoOperatorsIsPrinted() throws IOException {
        List<JsonNode> resources = Rendered.overlay("production");
        Set<String> mounted = Rendered.workloads(resources)
                .flatMap(workload -> Rendered.each(PolicyRules.pod(workload).path("volumes")))
                .map(volume -> volume.at("/secret/secretName").asText())
                .filter(name -> !name.isEmpty() && !name.startsWith("kafka-") && !OF_OPERATORS.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(printed().stream().map(Rendered::name)).containsExactlyInAnyOrderElementsOf(mounted);
    }

    /** Without the label CloudNativePG 1.30 had not made a changed password the role's after four minutes, with it after one second. */
    @Test
    void databasesPasswordsCountAtOnceWhenTheyChange() throws IOException {
        Map<String, JsonNode> printed = printed().stream().collect(Collectors.toMap(Rendered::name, secret -> secret));
        JsonNode roles = Rendered.one(Rendered.overlay("production"), "Cluster", "pool-database")
                .at("/spec/managed/roles");
        assertThat(roles).hasSize(4);
        roles.forEach(role -> {
            JsonNode secret = printed.get(role.at("/passwordSecret/name").asText());
            assertThat(secret.path("type").asText()).isEqualTo("kubernetes.io/basic-auth");
            assertThat(secret.at("/metadata/labels/cnpg.io~1reload").asText()).isEqualTo("true");
            assertThat(decoded(secret.at("/data/username")))
                    .isEqualTo(role.path("name").asText());
            assertThat(decoded(secret.at("/data/password"))).hasSizeGreaterThan(15);
        });
    }

    @Test
    void saysWhichCertificateIsMissing() {
        Programs.Outcome refused =
                Programs.run(List.of(Rendered.folder().resolve(SCRIPT).toString(), folder.toString()), Map.of());
        assertThat(refused.code()).isOne();
        assertThat(refused.said()).contains("tls.crt");
    }

    private List<JsonNode> printed() throws IOException {
        Programs.output(List.of(Rendered.folder().resolve("secrets.sh").toString(), folder.toString()), Map.of());
        Files.writeString(folder.resolve("tls.crt"), "certificate");
        Files.writeString(folder.resolve("tls.key"), "key");
        return Rendered.documents(
                Programs.output(List.of(Rendered.folder().resolve(SCRIPT).toString(), folder.toString()), Map.of()));
    }

    private static String decoded(JsonNode value) {
        return new String(Base64.getDecoder().decode(value.asText()), StandardCharsets.UTF_8);
    }
}

package thunderpool.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each overlay is sent to a stand-in for the API server, resource by resource, and read back as it was meant. */
class ApplyTest {
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    /** Held, or its level would be forgotten with it; the stand-in tells of each request. */
    private static final Logger REQUESTS = Logger.getLogger(MockWebServer.class.getName());

    static {
        REQUESTS.setLevel(Level.WARNING);
    }

    /** A restore brings the database back while its services are scaled down; a whole {@code apply} would scale them up again. */
    @Test
    void theLabelOfARestoreChoosesTheDatabaseAlone() {
        assertThat(Rendered.overlay("production"))
                .filteredOn(resource -> resource.at("/metadata/labels/thunderpool.org~1store")
                        .asText()
                        .equals("database"))
                .extracting(resource -> resource.path("kind").asText() + " " + Rendered.name(resource))
                .containsExactly("Cluster pool-database");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "production"})
    void whatIsAppliedIsReadBack(String overlay) {
        List<JsonNode> resources = Rendered.overlay(overlay);
        assertThat(readBackOtherwise(resources)).isEmpty();
        assertThat(Rendered.one(resources, "StatefulSet", "payout")
                        .at("/metadata/namespace")
                        .asText())
                .isEqualTo(overlay.equals("demo") ? "thunder-pool-demo" : "thunder-pool");
    }

    @Test
    void whatMonitorsIsReadBackToo() {
        assertThat(Rendered.monitoring()).hasSizeGreaterThan(12);
        assertThat(readBackOtherwise(Rendered.monitoring())).isEmpty();
    }

    private static List<String> readBackOtherwise(List<JsonNode> resources) {
        KubernetesMockServer server = new KubernetesMockServer(
                new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
        server.init();
        try (KubernetesClient client = server.createClient()) {
            List<String> differing = new ArrayList<>();
            resources.forEach(resource -> at(client, typed(resource)).create());
            for (JsonNode resource : resources) {
                JsonNode read = json(at(client, typed(resource)).get());
                for (String part : List.of("spec", "data", "rules")) {
                    if (!meant(resource).path(part).equals(read.path(part))) {
                        differing.add(resource.path("kind").asText() + " " + Rendered.name(resource));
                    }
                }
            }
            return differing;
        } finally {
            server.destroy();
        }
    }

    /** Operators' kinds are none the client has a class for: it is told where the API server keeps them. */
    private static Resource<? extends HasMetadata> at(KubernetesClient client, HasMetadata item) {
        if (!(item instanceof GenericKubernetesResource generic)) {
            return client.resource(item);
        }
        String[] version = item.getApiVersion().split("/");
        ResourceDefinitionContext kind = new ResourceDefinitionContext.Builder()
                .withGroup(version[0])
                .withVersion(version[1])
                .withKind(item.getKind())
                .withPlural(item.getKind().toLowerCase(Locale.ROOT) + "s")
                .withNamespaced(true)
                .build();
        return client.genericKubernetesResources(kind)
                .inNamespace(item.getMetadata().getNamespace())
                .resource(generic);
    }

    /** What the client's own model of the kind makes of it: a field it does not know would be missing. */
    private static JsonNode meant(JsonNode resource) {
        return json(typed(resource));
    }

    private static JsonNode json(HasMetadata resource) {
        try {
            return Rendered.JSON.readTree(SERIALIZATION.asJson(resource));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static HasMetadata typed(JsonNode resource) {
        return SERIALIZATION.unmarshal(resource.toString());
    }
}

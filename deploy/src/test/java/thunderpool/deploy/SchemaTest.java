package thunderpool.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every manifest against the schema of who reads it: Kubernetes' own kinds by the models generated from its OpenAPI description,
 * the operators' kinds by their custom resource definitions, the compose file by the compose specification.
 */
class SchemaTest {

    @ParameterizedTest
    @ValueSource(strings = {"demo", "production"})
    void everyResourceIsWhatItsReaderUnderstands(String overlay) {
        List<JsonNode> resources = Rendered.overlay(overlay);
        Set<String> wrong = new TreeSet<>();
        resources.forEach(resource -> wrong.addAll(violations(resource)));
        assertThat(resources).hasSizeGreaterThan(50);
        assertThat(wrong).as("what no API server would take").isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "a"}, "spec": {"replica": 1}} | replica
            {"apiVersion": "v1", "kind": "Service", "spec": {"externalTraficPolicy": "Local"}} | externalTraficPolicy
            {"apiVersion": "kafka.strimzi.io/v1", "kind": "KafkaTopic", "spec": {"partition": 4}} | partition
            {"apiVersion": "kafka.strimzi.io/v1", "kind": "KafkaTopic", "spec": {"partitions": "four"}} | integer
            {"apiVersion": "kafka.strimzi.io/v1", "kind": "KafkaUser", "spec": {"authentication": {"type": "password"}}} | enumeration
            {"apiVersion": "postgresql.cnpg.io/v1", "kind": "Cluster", "spec": {"instance": 3}} | instance
            {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "spec": {"triggers": []}} | scaleTargetRef
            {"apiVersion": "v1", "kind": "Unheard"} | Unheard
            """)
    void catchesWhatIsMisspelled(String json, String complaint) throws IOException {
        assertThat(violations(Rendered.JSON.readTree(json)))
                .anySatisfy(wrong -> assertThat(wrong).contains(complaint));
    }

    @Test
    void theComposeFileIsOneByTheSpecification() throws IOException {
        JsonSchema schema = schema("compose-spec.json");
        assertThat(schema.validate(Rendered.file("compose/compose.yaml"))).isEmpty();
        assertThat(schema.validate(Rendered.JSON.readTree("{\"services\": {\"a\": {\"imagee\": \"b\"}}}")))
                .isNotEmpty();
    }

    @Test
    void knowsEachSchemaItIsAskedFor() {
        assertThatThrownBy(() -> schema("none.json")).hasMessageContaining("none.json");
    }

    static Set<String> violations(JsonNode resource) {
        String apiVersion = resource.path("apiVersion").asText();
        String kind = resource.path("kind").asText();
        String name = kind + " " + Rendered.name(resource) + ": ";
        Set<String> found = new TreeSet<>();
        if (apiVersion.matches("(kafka\\.strimzi\\.io|postgresql\\.cnpg\\.io|keda\\.sh)/.*")) {
            String file = kind + "." + apiVersion.replace('/', '.') + ".json";
            schema(file).validate(resource).forEach(wrong -> found.add(name + wrong.getMessage()));
        } else {
            model(apiVersion, kind, resource).ifPresent(wrong -> found.add(name + wrong));
        }
        return found;
    }

    private static Optional<String> model(String apiVersion, String kind, JsonNode resource) {
        String version = apiVersion.substring(apiVersion.indexOf('/') + 1);
        String type = "io.kubernetes.client.openapi.models." + version.toUpperCase(Locale.ROOT) + kind;
        try {
            Method validate = Class.forName(type).getMethod("validateJsonElement", JsonElement.class);
            validate.invoke(null, JsonParser.parseString(resource.toString()));
            return Optional.empty();
        } catch (InvocationTargetException refused) {
            return Optional.of(String.valueOf(refused.getCause().getMessage()));
        } catch (ReflectiveOperationException unknown) {
            return Optional.of("Kubernetes has no " + kind + " in " + apiVersion);
        }
    }

    private static JsonSchema schema(String file) {
        try (InputStream json = SchemaTest.class.getResourceAsStream("/schemas/" + file)) {
            if (json == null) {
                throw new IllegalArgumentException("no schema " + file);
            }
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(Rendered.JSON.readTree(json));
        } catch (IOException broken) {
            throw new IllegalArgumentException(file, broken);
        }
    }
}

package thunderpool.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files of deploy/ as programs read them. */
final class Rendered {
    static final ObjectMapper YAML = new YAMLMapper();
    static final ObjectMapper JSON = new ObjectMapper();
    static final List<String> OVERLAYS = List.of("demo", "production");

    private static final Map<String, List<JsonNode>> CACHE = new ConcurrentHashMap<>();

    private Rendered() {}

    /** The folder deploy/. */
    static Path folder() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("pool"))) {
            at = Objects.requireNonNull(at.getParent(), "no folder above this one holds the launcher");
        }
        return at.resolve("deploy");
    }

    /** What {@code kubectl apply -k} would send for an overlay. */
    static List<JsonNode> overlay(String name) {
        return CACHE.computeIfAbsent(name, overlay -> {
            Programs.need("kubectl", "kubernetes-client");
            Path at = folder().resolve("kubernetes/overlays").resolve(overlay);
            return documents(Programs.output(List.of("kubectl", "kustomize", at.toString()), Map.of()));
        });
    }

    /** What {@code kubectl apply -k deploy/monitoring} would send. */
    static List<JsonNode> monitoring() {
        return overlay("../../monitoring");
    }

    static List<JsonNode> documents(String yaml) {
        try {
            List<JsonNode> documents = new ArrayList<>();
            YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml).forEachRemaining(documents::add);
            return documents.stream().filter(JsonNode::isObject).toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** A single document, merged as {@code <<} says. */
    static JsonNode file(String path) {
        return JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(text(path)));
    }

    static String text(String path) {
        try {
            return Files.readString(folder().resolve(path), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static Stream<JsonNode> of(List<JsonNode> resources, String kind) {
        return resources.stream()
                .filter(resource -> resource.path("kind").asText().equals(kind));
    }

    static JsonNode one(List<JsonNode> resources, String kind, String name) {
        return of(resources, kind)
                .filter(resource -> name(resource).equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
    }

    static String name(JsonNode resource) {
        return resource.path("metadata").path("name").asText();
    }

    static Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** Everything that runs pods, with its pod's spec at {@code spec.template.spec}. */
    static Stream<JsonNode> workloads(List<JsonNode> resources) {
        return resources.stream().filter(resource -> List.of("StatefulSet", "Deployment", "Job", "DaemonSet")
                .contains(resource.path("kind").asText()));
    }
}

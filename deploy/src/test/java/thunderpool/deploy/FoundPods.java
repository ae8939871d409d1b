package thunderpool.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Pods as a cluster's discovery shows them to Prometheus: a target for each port of each container, with what the API server
 * says of the pod as labels that begin with {@code __meta_kubernetes_}. Debian's Prometheus is built without that discovery, so
 * they come by file.
 */
final class FoundPods {
    private final ArrayNode targets = Rendered.JSON.createArrayNode();

    /** The first pod of every stateful set, running. */
    static FoundPods of(List<JsonNode> resources) {
        FoundPods found = new FoundPods();
        Rendered.of(resources, "StatefulSet").forEach(set -> {
            JsonNode pod = set.at("/spec/template");
            Rendered.each(pod.at("/spec/containers/0/ports"))
                    .forEach(port -> found.add(
                            set.at("/metadata/namespace").asText(),
                            Rendered.name(set) + "-0",
                            pod.path("metadata"),
                            port));
        });
        return found;
    }

    /** A pod of somebody else's making that asks to be scraped. */
    void add(String namespace, String name, Map<String, String> labels, String portName, int port) {
        JsonNode metadata = Rendered.JSON.valueToTree(Map.of(
                "labels",
                labels,
                "annotations",
                Map.of("prometheus.io/scrape", "true", "prometheus.io/port", String.valueOf(port))));
        add(namespace, name, metadata, Rendered.JSON.valueToTree(Map.of("name", portName, "containerPort", port)));
    }

    private void add(String namespace, String name, JsonNode metadata, JsonNode port) {
        ObjectNode target = targets.addObject();
        // Addresses of this machine at which nobody answers.
        target.putArray("targets")
                .add("127.77.0." + targets.size() + ":"
                        + port.path("containerPort").asText());
        ObjectNode labels = target.putObject("labels");
        labels.put("__meta_kubernetes_namespace", namespace);
        labels.put("__meta_kubernetes_pod_name", name);
        labels.put("__meta_kubernetes_pod_phase", "Running");
        labels.put(
                "__meta_kubernetes_pod_container_port_name", port.path("name").asText());
        labels.put(
                "__meta_kubernetes_pod_container_port_number",
                port.path("containerPort").asText());
        for (String kind : List.of("label", "annotation")) {
            metadata.path(kind + "s")
                    .properties()
                    .forEach(entry -> labels.put(
                            "__meta_kubernetes_pod_" + kind + "_"
                                    + entry.getKey().replaceAll("[^a-zA-Z0-9_]", "_"),
                            entry.getValue().asText()));
        }
    }

    /** What a real Prometheus of this configuration scrapes: job, service if it has one, instance, port and path. */
    List<String> seenBy(String configuration, Path folder) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("prometheus.yml"), byFile(configuration, folder));
        int port = freePort();
        Process prometheus = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        try {
            return targets(prometheus, URI.create("http://127.0.0.1:" + port + "/api/v1/targets?state=active"));
        } finally {
            prometheus.destroy();
            assertThat(prometheus.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static List<String> targets(Process prometheus, URI uri) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (true) {
                assertThat(prometheus.waitFor(300, TimeUnit.MILLISECONDS))
                        .as("it ended")
                        .isFalse();
                List<String> seen = ask(client, uri);
                // A job's targets come together, so one of each job is all of them.
                boolean all = Stream.of("thunder-pool ", "broker ", "database ")
                        .allMatch(job -> seen.stream().anyMatch(target -> target.startsWith(job)));
                if (all || System.nanoTime() > deadline) {
                    return seen;
                }
            }
        }
    }

    /** Nothing, as long as it does not answer. */
    private static List<String> ask(HttpClient client, URI uri) throws InterruptedException {
        try {
            String json = client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            return Rendered.each(Rendered.JSON.readTree(json).at("/data/activeTargets"))
                    .map(target -> {
                        JsonNode labels = target.path("labels");
                        String service =
                                labels.has("service") ? labels.path("service").asText() + " " : "";
                        URI url = URI.create(target.path("scrapeUrl").asText());
                        return labels.path("job").asText() + " " + service
                                + labels.path("instance").asText() + " :" + url.getPort() + url.getPath();
                    })
                    .toList();
        } catch (IOException notYet) {
            return List.of();
        }
    }

    /** The same, but for where the pods come from, and without what lies in no folder here: rules, a service account's files. */
    String byFile(String configuration, Path folder) throws IOException {
        Path pods = Files.writeString(folder.resolve("pods.json"), targets.toString());
        ObjectNode root = (ObjectNode) Rendered.YAML.readTree(configuration);
        root.remove("rule_files");
        root.path("scrape_configs").forEach(job -> {
            ObjectNode changed = (ObjectNode) job;
            changed.remove(List.of("authorization", "tls_config"));
            if (job.at("/kubernetes_sd_configs/0/role").asText().equals("pod")) {
                changed.putArray("file_sd_configs")
                        .addObject()
                        .putArray("files")
                        .add(pods.toString());
            }
            changed.remove("kubernetes_sd_configs");
        });
        return Rendered.YAML.writeValueAsString(root);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

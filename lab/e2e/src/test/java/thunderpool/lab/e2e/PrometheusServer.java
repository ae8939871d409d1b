package thunderpool.lab.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A real Prometheus (Debian's) that scrapes a pool and keeps the alerts of deploy/monitoring, faster than in life. */
final class PrometheusServer implements AutoCloseable {

    static final Path PROGRAM = Path.of("/usr/bin/prometheus");
    static final Path MONITORING = Path.of("../../deploy/monitoring");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final String url;

    private PrometheusServer(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /**
     * @param targets management port by service
     * @param rules what replaces alerts.yml
     */
    static PrometheusServer start(Path folder, Map<String, Integer> targets, String rules) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("alerts.yml"), rules);
            StringBuilder config = new StringBuilder("""
                    global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
                    rule_files: [alerts.yml]
                    scrape_configs:
                      - job_name: thunder-pool
                        metrics_path: /actuator/prometheus
                        static_configs:
                    """);
            targets.forEach((service, port) -> config.append(
                    "      - {targets: ['127.0.0.1:%d'], labels: {service: %s}}%n".formatted(port, service)));
            Path file = folder.resolve("prometheus.yml");
            Files.writeString(file, config);
            int port;
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = socket.getLocalPort();
            }
            Process process = new ProcessBuilder(
                            PROGRAM.toString(),
                            "--config.file=" + file,
                            "--storage.tsdb.path=" + folder.resolve("series"),
                            "--web.listen-address=127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("prometheus.screen").toFile())
                    .start();
            PrometheusServer server = new PrometheusServer(process, "http://127.0.0.1:" + port);
            RunningPool.await("Prometheus to be ready", Duration.ofSeconds(30), server::isReady);
            return server;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private boolean isReady() {
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private HttpResponse<String> get(String path) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create(url + path)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted");
        }
    }

    /** Series an expression gives now. */
    JsonNode query(String expression) {
        JsonNode reply =
                JSON.readTree(get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                        .body());
        if (!reply.path("status").asString().equals("success")) {
            throw new AssertionError(expression + ": " + reply.path("error").asString());
        }
        return reply.path("data").path("result");
    }

    /** Names of all metrics that were ever scraped and begin so. */
    Set<String> metrics(String prefix) {
        Set<String> names = new TreeSet<>();
        for (JsonNode name :
                JSON.readTree(get("/api/v1/label/__name__/values").body()).path("data")) {
            if (name.asString().startsWith(prefix)) {
                names.add(name.asString());
            }
        }
        return names;
    }

    /** Names of the alerts that fire now. */
    List<String> firing() {
        List<String> names = new ArrayList<>();
        for (JsonNode series : query("ALERTS{alertstate=\"firing\"}")) {
            names.add(series.path("metric").path("alertname").asString());
        }
        return names;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

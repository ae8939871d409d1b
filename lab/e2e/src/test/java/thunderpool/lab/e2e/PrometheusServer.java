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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A real Prometheus (Debian's) that scrapes a pool and keeps the alerts of deploy/monitoring, faster than in life. */
final class PrometheusServer implements AutoCloseable {

    static final Path PROGRAM = Path.of("/usr/bin/prometheus");
    static final Path MONITORING = Path.of("../../deploy/monitoring");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> ITS_OWN = Set.of("__name__", "instance", "job", "service", "le");

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

    /** Labels by name of all series that were ever scraped and begin so, but for those that Prometheus adds. */
    Map<String, Set<String>> labels(String prefix) {
        Map<String, Set<String>> labels = new TreeMap<>();
        String match = URLEncoder.encode("{__name__=~\"" + prefix + ".*\"}", StandardCharsets.UTF_8);
        for (JsonNode series :
                JSON.readTree(get("/api/v1/series?match[]=" + match).body()).path("data")) {
            Set<String> of = labels.computeIfAbsent(series.path("__name__").asString(), any -> new TreeSet<>());
            series.propertyNames().stream()
                    .filter(label -> !ITS_OWN.contains(label))
                    .forEach(of::add);
        }
        return labels;
    }

    /** What the services call a metric: counter, gauge, histogram, summary; empty when it was never scraped. */
    String type(String metric) {
        JsonNode known = JSON.readTree(get("/api/v1/metadata").body()).path("data");
        // OpenMetrics names a counter without its ending.
        JsonNode said = known.has(metric) ? known.path(metric) : known.path(metric.replaceFirst("_total$", ""));
        return said.path(0).path("type").asString("");
    }

    /** Names of the alerts that fire now. */
    Set<String> firing() {
        return alerts("ALERTS{alertstate=\"firing\"}");
    }

    /** Names of the alerts that fired at any second of the last ones. */
    Set<String> firedWithin(long seconds) {
        return alerts("count_over_time(ALERTS{alertstate=\"firing\"}[" + seconds + "s])");
    }

    private Set<String> alerts(String expression) {
        Set<String> names = new TreeSet<>();
        for (JsonNode series : query(expression)) {
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

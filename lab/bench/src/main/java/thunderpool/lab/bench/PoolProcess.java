package thunderpool.lab.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The standalone pool as its users run it: the same arguments as {@code ./pool up}, in a process and a data folder of its own. */
final class PoolProcess implements AutoCloseable {
    private static final String UP = "Thunder Pool is up";
    private static final int STOP_SECONDS = 30;

    private final Process process;
    private final Path data;
    private final int portOffset;
    private final double startSeconds;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private PoolProcess(Process process, Path data, int portOffset, double startSeconds) {
        this.process = process;
        this.data = data;
        this.portOffset = portOffset;
        this.startSeconds = startSeconds;
    }

    /**
     * @param root the source tree, whose standalone module is built
     * @throws IllegalStateException with what the pool printed, when it does not come up
     */
    static PoolProcess start(Path root, int portOffset, List<String> options, int timeoutSeconds) throws IOException {
        Path data = Files.createTempDirectory("thunder-pool-bench");
        Path arguments = root.resolve("standalone/target/pool.args");
        if (!Files.exists(arguments)) {
            throw new IllegalStateException("the pool is not built: run ./pool bench, not this class alone");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@" + arguments, "-Xmx600m"));
        Path cache = root.resolve("standalone/target/pool.aot");
        if (Files.exists(cache)) {
            command.addAll(List.of("-XX:AOTCache=" + cache, "-XX:AOTMode=auto", "-Xlog:aot*=off", "-Xlog:cds*=off"));
        }
        command.addAll(List.of(
                "thunderpool.standalone.Standalone",
                "up",
                "--data",
                data.resolve("pool").toString()));
        command.addAll(List.of("--port-offset", Integer.toString(portOffset)));
        command.addAll(options);
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            awaitUp(process, timeoutSeconds);
        } catch (IllegalStateException failed) {
            process.destroyForcibly();
            delete(data);
            throw failed;
        }
        return new PoolProcess(process, data, portOffset, (System.nanoTime() - begun) / 1e9);
    }

    private static void awaitUp(Process process, int timeoutSeconds) {
        CompletableFuture<Boolean> up = new CompletableFuture<>();
        Queue<String> said = new ConcurrentLinkedQueue<>();
        Thread.ofVirtual().start(() -> {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (!up.isDone()) {
                        said.add(line);
                    }
                    if (line.contains(UP)) {
                        up.complete(true);
                    }
                }
                up.complete(false);
            } catch (IOException gone) {
                up.complete(false);
            }
        });
        boolean isUp;
        try {
            isUp = up.get(timeoutSeconds, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            isUp = false;
        } catch (InterruptedException | java.util.concurrent.ExecutionException broken) {
            throw new IllegalStateException("waiting for the pool", broken);
        }
        if (!isUp) {
            throw new IllegalStateException(
                    "the pool did not come up in " + timeoutSeconds + " s. It said:\n" + String.join("\n", said));
        }
    }

    /** Where the pool under test is built; {@code ./pool bench} says so. */
    static Path root() {
        String root = System.getenv("THUNDER_POOL_ROOT");
        if (root == null) {
            throw new IllegalStateException("run it by ./pool bench, which says where the pool is");
        }
        return Path.of(root);
    }

    int dashboardPort() {
        return 8080 + portOffset;
    }

    double startSeconds() {
        return startSeconds;
    }

    int stratumPort() {
        return 3333 + portOffset;
    }

    long cpuMicros() {
        return ProcessTime.micros(process.pid());
    }

    long databaseCpuMicros() {
        return ProcessTime.databaseMicros(data);
    }

    long residentBytes() {
        return ProcessTime.residentBytes(process.pid());
    }

    /** Shares the validator has credited since its start. */
    long credited() {
        return (long) metric(8082, "thunderpool_validator_shares_total", "reason=\"accepted\"");
    }

    /** Credited shares that accounting has folded into its tables since its start. */
    long accounted() {
        return (long) metric(8084, "thunderpool_shares_folded_total", "result=\"credited\"");
    }

    /** Sum over all series of this name whose labels contain the text. */
    private double metric(int managementPort, String name, String label) {
        URI uri = URI.create("http://127.0.0.1:" + (managementPort + portOffset) + "/actuator/prometheus");
        try {
            String body = http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            return body.lines()
                    .filter(line -> line.startsWith(name) && line.contains(label))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        delete(data);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

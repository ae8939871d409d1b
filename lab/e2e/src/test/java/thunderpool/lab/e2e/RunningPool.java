package thunderpool.lab.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import thunderpool.lab.simulator.Endpoint;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A standalone pool, or one of its services, as a process of its own: the thing an operator runs, so that it can be
 * killed the way operators' machines die.
 */
final class RunningPool implements AutoCloseable {

    private static final Duration START_WITHIN = Duration.ofSeconds(150);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path data;
    private final int offset;
    private final List<String> options;
    private Process process;

    private RunningPool(Path data, int offset, List<String> options) {
        this.data = data;
        this.offset = offset;
        this.options = options;
        this.process = launch();
    }

    /** Starts and waits until miners can connect. */
    static RunningPool start(Path data, int offset, String... options) {
        RunningPool pool = new RunningPool(data, offset, List.of(options));
        pool.awaitUp();
        return pool;
    }

    private Process launch() {
        List<String> arguments = new ArrayList<>(List.of("up", "--data", data.toString()));
        arguments.addAll(List.of("--port-offset", String.valueOf(offset)));
        arguments.addAll(options);
        return java("thunderpool.standalone.Standalone", arguments, Map.of(), screen());
    }

    private Path screen() {
        return data.resolveSibling(data.getFileName() + ".screen");
    }

    private static Process java(String main, List<String> arguments, Map<String, String> environment, Path output) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx600m",
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot start " + main, failed);
        }
    }

    private void awaitUp() {
        await("the pool to be up", START_WITHIN, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the pool ended with " + process.exitValue() + ":\n" + said());
            }
            return said().contains("Thunder Pool is up: http://");
        });
    }

    /** Everything it printed, over all its starts. */
    String said() {
        try {
            return Files.exists(screen()) ? Files.readString(screen()) : "";
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** kill -9, and the same command again. */
    void killAndRestart() {
        kill();
        try {
            Files.deleteIfExists(screen());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        process = launch();
        awaitUp();
    }

    /** kill -9. */
    void kill() {
        process.destroyForcibly();
        join(process);
    }

    private static void join(Process ending) {
        try {
            if (!ending.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("process " + ending.pid() + " does not end");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One service by its own main, with the environment the pool wrote for it. */
    ServiceProcess service(String label, String mainClass) {
        return new ServiceProcess(label, mainClass);
    }

    /** A service beside the pool; started, killed and started again by the test. */
    final class ServiceProcess implements AutoCloseable {
        private final String label;
        private final String mainClass;
        private Process running;

        private ServiceProcess(String label, String mainClass) {
            this.label = label;
            this.mainClass = mainClass;
            this.running = start();
        }

        private Process start() {
            Path output = data.resolveSibling(data.getFileName() + "." + label + ".screen");
            return java(mainClass, List.of(), environment(label), output);
        }

        void kill() {
            running.destroyForcibly();
            join(running);
        }

        void killAndRestart() {
            kill();
            running = start();
        }

        void awaitReady(int port) {
            await(label + " to be ready", START_WITHIN, () -> {
                if (!running.isAlive()) {
                    throw new AssertionError(label + " ended with " + running.exitValue());
                }
                return isReady(port);
            });
        }

        @Override
        public void close() {
            running.destroy();
            join(running);
        }
    }

    boolean isReady(int port) {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + (port + offset) + "/actuator/health/readiness"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The variables in {@code DATA/services/LABEL.env}. */
    Map<String, String> environment(String label) {
        Map<String, String> environment = new HashMap<>();
        try {
            for (String line : Files.readAllLines(data.resolve("services").resolve(label + ".env"))) {
                int equals = line.indexOf('=');
                if (!line.startsWith("#") && equals > 0) {
                    environment.put(line.substring(0, equals), line.substring(equals + 2, line.length() - 1));
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return environment;
    }

    Endpoint stratum(int port) {
        return Endpoint.tcp("127.0.0.1", port + offset);
    }

    /** The JSON of an API path such as {@code blocks}. */
    JsonNode api(String path) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + (8080 + offset) + "/api/" + path))
                .timeout(Duration.ofSeconds(20))
                .build();
        try {
            HttpResponse<String> reply = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (reply.statusCode() != 200) {
                throw new AssertionError(path + " answered " + reply.statusCode() + ": " + reply.body());
            }
            return JSON.readTree(reply.body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted");
        }
    }

    Path data() {
        return data;
    }

    long pid() {
        return process.pid();
    }

    /** Polls until it holds; the deadline's message names what was awaited. */
    static void await(String what, Duration atMost, BooleanSupplier holds) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited " + atMost.toSeconds() + " s for " + what);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for " + what);
            }
        }
    }

    /** Ctrl-C. */
    @Override
    public void close() {
        process.destroy();
        join(process);
    }
}

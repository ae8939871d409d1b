package thunderpool.lab.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
import java.util.stream.IntStream;
import thunderpool.lab.simulator.Endpoint;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A standalone pool, or one of its services, as a process of its own: the thing an operator runs, so that it can be
 * killed the way operators' machines die.
 */
final class RunningPool implements AutoCloseable {

    private static final Duration START_WITHIN = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Every port of a pool, before its offset; none of them reaches the range of outgoing connections. */
    private static final int[] PORTS = {3333, 3334, 3335, 4333, 8080, 8081, 8082, 8083, 8084, 8085, 8086, 15_432, 19_092
    };

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path data;
    private final int offset;
    private final JavaProcess process;

    private RunningPool(Path data, int offset, Map<String, String> environment, List<String> options) {
        this.data = data;
        this.offset = offset;
        List<String> arguments = new ArrayList<>(List.of("up", "--data", data.toString()));
        arguments.addAll(List.of("--port-offset", String.valueOf(offset)));
        arguments.addAll(options);
        Path screen = data.resolveSibling(data.getFileName() + ".screen");
        this.process = JavaProcess.start(
                new JavaProcess.Launch("thunderpool.standalone.Standalone", arguments, environment, screen));
    }

    /** Starts and waits until miners can connect. */
    static RunningPool start(Path data, int offset, String... options) {
        return start(data, offset, Map.of(), options);
    }

    /** @param environment settings of its services, such as {@code PAYOUT_SCHEMES_BLOCKS} */
    static RunningPool start(Path data, int offset, Map<String, String> environment, String... options) {
        RunningPool pool = new RunningPool(data, offset, environment, List.of(options));
        try {
            pool.awaitUp();
        } catch (AssertionError failed) {
            pool.process.killWithChildren();
            throw failed;
        }
        return pool;
    }

    /**
     * An offset at which every port is free now.
     *
     * @param from where to look, 5000 to 12000; tests that run side by side look from places 1500 apart
     */
    static int freeOffset(int from) {
        return IntStream.iterate(from, offset -> offset < from + 1_000, offset -> offset + 23)
                .filter(offset -> IntStream.of(PORTS).allMatch(port -> isFree(port + offset)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no offset is free"));
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private void awaitUp() {
        await("the pool to be up", START_WITHIN, () -> {
            process.requireAlive();
            return process.said().contains("Thunder Pool is up: http://");
        });
    }

    /** The process of broker, database and all services that were not left out. */
    JavaProcess process() {
        return process;
    }

    /** kill -9, and the same command again. */
    void killAndRestart() {
        process.kill();
        startAgain();
    }

    /** kill -9 of the pool and of its database server, and the same command again. */
    void crashAndRestart() {
        process.killWithChildren();
        startAgain();
    }

    /** The same command again, after a kill; waits until it is up. */
    void startAgain() {
        process.startAgain();
        awaitUp();
    }

    /** One service by its own main, with the environment the pool wrote for it and these settings over it. */
    ServiceProcess service(String label, String mainClass, Map<String, String> settings) {
        return new ServiceProcess(label, mainClass, settings, List.of());
    }

    /** The same on another machine, on which the settings name the address it listens on. */
    ServiceProcess service(String label, String mainClass, Map<String, String> settings, RemoteMachine on) {
        return new ServiceProcess(label, mainClass, settings, on.command());
    }

    /** A service beside the pool; started, killed and started again by the test. */
    final class ServiceProcess implements AutoCloseable {
        private final String name;
        private final String management;
        private final JavaProcess running;

        private ServiceProcess(String label, String mainClass, Map<String, String> settings, List<String> within) {
            Map<String, String> environment = environment(label);
            environment.putAll(settings);
            // Modules' own test settings on the class path would silence what an operator reads.
            environment.put("LOGGING_CONFIG", "classpath:logback-e2e.xml");
            environment.put("E2E_LEVEL", "info");
            String port = environment.get("SERVER_PORT");
            this.management = "http://" + environment.get("SERVER_ADDRESS") + ":" + port + "/actuator/";
            this.name = label + "-" + port;
            Path output = data.resolveSibling(data.getFileName() + "." + name + ".screen");
            this.running = JavaProcess.start(new JavaProcess.Launch(mainClass, List.of(), environment, output, within));
        }

        JavaProcess process() {
            return running;
        }

        /** kill -9, the same command again, ready. */
        void killAndRestart() {
            running.kill();
            running.startAgain();
            awaitReady();
        }

        void awaitReady() {
            await(name + " to be ready", START_WITHIN, () -> {
                running.requireAlive();
                return isReady();
            });
        }

        /** What a proxy asks before it sends somebody. */
        boolean isReady() {
            try {
                return get(management + "health/readiness").statusCode() == 200;
            } catch (UncheckedIOException notYet) {
                return false;
            }
        }

        /** The sum of a metric's series among whose labels is this one, such as {@code from="here"}; 0 without any. */
        long metric(String metric, String label) {
            return (long) get(management + "prometheus")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(metric + "{") && line.contains(label))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }

        @Override
        public void close() {
            running.close();
        }
    }

    private HttpResponse<String> get(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted");
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

    /** One variable of a service's environment. */
    String setting(String label, String variable) {
        String value = environment(label).get(variable);
        if (value == null) {
            throw new AssertionError(label + ".env has no " + variable);
        }
        return value;
    }

    Endpoint stratum(int port) {
        return Endpoint.tcp("127.0.0.1", port + offset);
    }

    /** A service's management port before the offset, as the pool has it. */
    int port(int port) {
        return port + offset;
    }

    /** The JSON of an API path such as {@code blocks}. */
    JsonNode api(String path) {
        HttpResponse<String> reply = get(apiUrl(path));
        if (reply.statusCode() != 200) {
            throw new AssertionError(path + " answered " + reply.statusCode() + ": " + reply.body());
        }
        return JSON.readTree(reply.body());
    }

    /** The shares that the API shows as accepted; -1 while it does not answer. */
    long shownShares() {
        try {
            HttpResponse<String> reply = get(apiUrl("stats"));
            return reply.statusCode() == 200
                    ? JSON.readTree(reply.body()).path("sharesAccepted").asLong()
                    : -1;
        } catch (UncheckedIOException away) {
            return -1;
        }
    }

    /** What an API path answers to a JSON document, whatever the status. */
    HttpResponse<String> post(String path, Map<String, String> document) {
        return send(HttpRequest.newBuilder(URI.create(apiUrl(path)))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(document))));
    }

    private String apiUrl(String path) {
        return "http://127.0.0.1:" + (8080 + offset) + "/api/" + path;
    }

    Path data() {
        return data;
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
        process.close();
    }
}

package thunderpool.lab.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import thunderpool.lab.simulator.load.LoadCommand;

/**
 * A load of shares from a process of its own, and what it cost whom.
 *
 * @param connections stratum connections
 * @param outstanding closed loop: shares in flight a connection
 * @param rate open loop: shares a second in all, instead; 0 for the closed loop
 * @param warmup seconds before measuring
 * @param seconds of measuring
 */
record ShareLoad(int connections, int outstanding, int rate, int warmup, int seconds) {
    /** BIP173's example key on regtest. */
    private static final String USER = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";

    /** CPU time so far, in microseconds, and shares credited and accounted so far. */
    record Reading(long nanos, long pool, long database, long load, long credited, long accounted) {
        static Reading of(PoolProcess pool, Process load) {
            return new Reading(
                    System.nanoTime(),
                    pool.cpuMicros(),
                    pool.databaseCpuMicros(),
                    ProcessTime.micros(load.pid()),
                    pool.credited(),
                    pool.accounted());
        }
    }

    /**
     * One measurement.
     *
     * @param said the generator's own figures by name, at the end of the measuring and after the drain
     */
    record Result(Reading begin, Reading end, Map<String, String> said, Map<String, String> drained) {
        double seconds() {
            return (end.nanos - begin.nanos) / 1e9;
        }

        long accepted() {
            return number(said, "accepted");
        }

        String text(String key) {
            return said.getOrDefault(key, "?");
        }

        /** CPU microseconds of the pool's process per accepted share. */
        double poolMicros() {
            return (double) (end.pool - begin.pool) / accepted();
        }
    }

    /** Runs the load to its end; empty when no share was accepted. */
    Optional<Result> run(PoolProcess pool, Consumer<String> say) throws IOException {
        Process load = start(pool.stratumPort());
        Reading begin = null;
        Reading end = null;
        Map<String, String> measured = Map.of();
        Map<String, String> drained = Map.of();
        try (BufferedReader lines = load.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("measuring")) {
                    begin = Reading.of(pool, load);
                } else if (line.startsWith("measured ")) {
                    end = Reading.of(pool, load);
                    measured = values(line);
                } else if (line.startsWith("drained ")) {
                    drained = values(line);
                } else {
                    say.accept("  " + line);
                }
            }
        } finally {
            load.destroy();
        }
        if (begin == null || end == null || number(measured, "accepted") == 0) {
            say.accept("the load generator got no share accepted");
            return Optional.empty();
        }
        return Optional.of(new Result(begin, end, measured, drained));
    }

    private Process start(int port) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                LoadCommand.class.getName(),
                "stratum+tcp://127.0.0.1:" + port,
                USER));
        option(command, "--connections", connections);
        option(command, "--outstanding", outstanding);
        option(command, "--rate", rate);
        option(command, "--warmup", warmup);
        option(command, "--seconds", seconds);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static void option(List<String> command, String name, int value) {
        command.add(name);
        command.add(Integer.toString(value));
    }

    private static Map<String, String> values(String line) {
        Map<String, String> values = new HashMap<>();
        for (String word : List.of(line.split(" "))) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                values.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return values;
    }

    static long number(Map<String, String> values, String key) {
        return Long.parseLong(values.getOrDefault(key, "0"));
    }
}

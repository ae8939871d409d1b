package thunderpool.lab.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import thunderpool.lab.simulator.load.LoadCommand;

/**
 * Shares a second through the whole pool, and what each costs: the pool, its database and the load generator are processes
 * of their own on this machine.
 */
@Command(
        name = "shares",
        description = "shares a second through a whole pool on this machine, and CPU per share of each process",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class SharesBenchmark implements Callable<Integer> {
    /** BIP173's example key on regtest. */
    private static final String USER = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";

    private static final int START_TIMEOUT_SECONDS = 180;
    private static final int DRAIN_TIMEOUT_SECONDS = 120;

    @Option(names = "--connections", defaultValue = "1000", description = "stratum connections (${DEFAULT-VALUE})")
    private int connections;

    @Option(
            names = "--outstanding",
            defaultValue = "2",
            description = "closed loop: shares in flight a connection (${DEFAULT-VALUE})")
    private int outstanding;

    @Option(names = "--rate", defaultValue = "0", description = "open loop: shares a second in all, instead")
    private int rate;

    @Option(names = "--warmup", defaultValue = "20", description = "seconds before measuring (${DEFAULT-VALUE})")
    private int warmup;

    @Option(names = "--seconds", defaultValue = "30", description = "seconds of measuring (${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--port-offset", defaultValue = "15000", description = "of the pool under test (${DEFAULT-VALUE})")
    private int portOffset;

    /** CPU time so far, in microseconds, and shares credited and accounted so far. */
    private record Reading(long nanos, long pool, long database, long load, long credited, long accounted) {
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

    @Override
    public Integer call() throws IOException {
        String root = System.getenv("THUNDER_POOL_ROOT");
        if (root == null) {
            throw new IllegalStateException("run ./pool bench shares, which says where the pool is");
        }
        say("starting a pool ...");
        List<String> options = List.of("--miners", "0", "--vardiff", "off", "--difficulty", "2^-32");
        try (PoolProcess pool = PoolProcess.start(Path.of(root), portOffset, options, START_TIMEOUT_SECONDS)) {
            say("up after %.1f s, %d MB resident".formatted(pool.startSeconds(), pool.residentBytes() >> 20));
            return measure(pool);
        }
    }

    private int measure(PoolProcess pool) throws IOException {
        say("warming up %d s, then measuring %d s with %d connections ...".formatted(warmup, seconds, connections));
        Process load = startLoad(pool.stratumPort());
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
                    say("  %s".formatted(line));
                }
            }
        } finally {
            load.destroy();
        }
        if (begin == null || end == null || number(measured, "accepted") == 0) {
            say("the load generator got no share accepted");
            return 1;
        }
        report(pool, begin, end, measured);
        say("answered while draining:   %,d".formatted(number(drained, "accepted")));
        return drain(pool, end) ? 0 : 1;
    }

    private static void report(PoolProcess pool, Reading begin, Reading end, Map<String, String> measured) {
        double time = (end.nanos() - begin.nanos()) / 1e9;
        long accepted = number(measured, "accepted");
        long credited = end.credited() - begin.credited();
        say("");
        say("answered true:             %,.0f shares a second (%,d in %.1f s)"
                .formatted(accepted / time, accepted, time));
        say("credited by the validator: %,.0f shares a second".formatted(credited / time));
        say("accounted:                 %,.0f shares a second".formatted((end.accounted() - begin.accounted()) / time));
        say("refused %s, unanswered %s".formatted(text(measured, "refused"), text(measured, "unanswered")));
        say("answer after               %s ms (half), %s ms (99 %%)"
                .formatted(text(measured, "p50_ms"), text(measured, "p99_ms")));
        perShare("pool", end.pool() - begin.pool(), accepted, time);
        perShare("database", end.database() - begin.database(), accepted, time);
        perShare("load generator", end.load() - begin.load(), accepted, time);
        say("pool resident              %d MB".formatted(pool.residentBytes() >> 20));
    }

    private static void perShare(String process, long micros, long shares, double time) {
        say("%-26s %.1f us CPU a share (%.0f %% of one core)"
                .formatted(process, (double) micros / shares, micros / time / 10_000));
    }

    /** Waits until accounting has folded all that was credited. */
    private static boolean drain(PoolProcess pool, Reading end) {
        long deadline = System.nanoTime() + DRAIN_TIMEOUT_SECONDS * 1_000_000_000L;
        long before = end.credited();
        while (System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000_000L);
            long credited = pool.credited();
            if (credited == before && pool.accounted() == credited) {
                say("credited and accounted     %,d shares in all, %.0f s after the measurement"
                        .formatted(credited, (System.nanoTime() - end.nanos()) / 1e9));
                return true;
            }
            before = credited;
        }
        say("accounting has %,d of %,d shares after %d s"
                .formatted(pool.accounted(), pool.credited(), DRAIN_TIMEOUT_SECONDS));
        return false;
    }

    private Process startLoad(int port) throws IOException {
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

    private static String text(Map<String, String> values, String key) {
        return values.getOrDefault(key, "?");
    }

    private static long number(Map<String, String> values, String key) {
        return Long.parseLong(values.getOrDefault(key, "0"));
    }

    private static void say(String line) {
        System.out.println(line);
    }
}

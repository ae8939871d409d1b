package thunderpool.lab.bench;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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

    @Override
    public Integer call() throws IOException {
        say("starting a pool ...");
        List<String> options = List.of("--miners", "0", "--vardiff", "off", "--difficulty", "2^-32");
        try (PoolProcess pool = PoolProcess.start(PoolProcess.root(), portOffset, options, START_TIMEOUT_SECONDS)) {
            say("up after %.1f s, %d MB resident".formatted(pool.startSeconds(), pool.residentBytes() >> 20));
            return measure(pool);
        }
    }

    private int measure(PoolProcess pool) throws IOException {
        say("warming up %d s, then measuring %d s with %d connections ...".formatted(warmup, seconds, connections));
        Optional<ShareLoad.Result> result =
                new ShareLoad(connections, outstanding, rate, warmup, seconds).run(pool, SharesBenchmark::say);
        if (result.isEmpty()) {
            return 1;
        }
        report(pool, result.get());
        say("answered while draining:   %,d"
                .formatted(ShareLoad.number(result.get().drained(), "accepted")));
        return drain(pool, result.get().end()) ? 0 : 1;
    }

    private static void report(PoolProcess pool, ShareLoad.Result result) {
        ShareLoad.Reading begin = result.begin();
        ShareLoad.Reading end = result.end();
        double time = result.seconds();
        long accepted = result.accepted();
        long credited = end.credited() - begin.credited();
        say("");
        say("answered true:             %,.0f shares a second (%,d in %.1f s)"
                .formatted(accepted / time, accepted, time));
        say("credited by the validator: %,.0f shares a second".formatted(credited / time));
        say("accounted:                 %,.0f shares a second".formatted((end.accounted() - begin.accounted()) / time));
        say("refused %s, unanswered %s".formatted(result.text("refused"), result.text("unanswered")));
        say("answer after               %s ms (half), %s ms (99 %%)"
                .formatted(result.text("p50_ms"), result.text("p99_ms")));
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
    private static boolean drain(PoolProcess pool, ShareLoad.Reading end) {
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

    private static void say(String line) {
        System.out.println(line);
    }
}

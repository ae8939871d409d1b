package thunderpool.lab.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Whether people who look at the dashboard cost the miners anything: the same load of shares, in turns without and with
 * watchers, on one pool in one run, because machines are noisy.
 */
@Command(
        name = "dashboard",
        description = "shares through a whole pool, in turns without and with people watching its dashboard",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DashboardBenchmark implements Callable<Integer> {
    private static final int START_TIMEOUT_SECONDS = 180;

    @Option(names = "--streams", defaultValue = "500", description = "live streams (${DEFAULT-VALUE})")
    private int streams;

    @Option(names = "--requests", defaultValue = "200", description = "API requests a second (${DEFAULT-VALUE})")
    private int requests;

    @Option(names = "--rate", defaultValue = "3000", description = "shares a second (${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--seconds", defaultValue = "20", description = "of each turn (${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--turns", defaultValue = "3", description = "turns of each kind (${DEFAULT-VALUE})")
    private int turns;

    @Option(names = "--port-offset", defaultValue = "15000", description = "of the pool under test (${DEFAULT-VALUE})")
    private int portOffset;

    @Override
    public Integer call() throws IOException, InterruptedException {
        say("starting a pool ...");
        List<String> options = List.of("--miners", "0", "--vardiff", "off", "--difficulty", "2^-32");
        try (PoolProcess pool = PoolProcess.start(PoolProcess.root(), portOffset, options, START_TIMEOUT_SECONDS)) {
            say("up after %.1f s; warming up ...".formatted(pool.startSeconds()));
            turn(pool, 20);
            // The compiler of the JVM needs to meet both kinds before either is measured.
            try (Watchers _ = Watchers.start(pool.dashboardPort(), streams, requests)) {
                turn(pool, 5);
            }
            List<ShareLoad.Result> quiet = new ArrayList<>();
            List<ShareLoad.Result> watched = new ArrayList<>();
            boolean allAnswered = true;
            for (int turn = 0; turn < turns; turn++) {
                turn(pool, 5).ifPresent(result -> quiet.add(told("quiet  ", result)));
                try (Watchers watchers = Watchers.start(pool.dashboardPort(), streams, requests)) {
                    turn(pool, 5).ifPresent(result -> watched.add(told("watched", result)));
                    allAnswered &= watchers.report(DashboardBenchmark::say);
                }
            }
            if (quiet.size() < turns || watched.size() < turns) {
                return 1;
            }
            compare("shares answered true a second", quiet, watched, result -> result.accepted() / result.seconds());
            compare("answer after, half (ms)", quiet, watched, result -> Double.parseDouble(result.text("p50_ms")));
            compare("answer after, 99 % (ms)", quiet, watched, result -> Double.parseDouble(result.text("p99_ms")));
            compare("CPU a share, pool with dashboard (us)", quiet, watched, ShareLoad.Result::poolMicros);
            return allAnswered ? 0 : 1;
        }
    }

    private Optional<ShareLoad.Result> turn(PoolProcess pool, int warmup) throws IOException {
        return new ShareLoad(200, 1, rate, warmup, seconds).run(pool, line -> {});
    }

    private static ShareLoad.Result told(String kind, ShareLoad.Result result) {
        say("%s  %,.0f shares/s, answer %s ms (half) %s ms (99 %%), pool %.1f us CPU a share"
                .formatted(
                        kind,
                        result.accepted() / result.seconds(),
                        result.text("p50_ms"),
                        result.text("p99_ms"),
                        result.poolMicros()));
        return result;
    }

    /** Medians: one turn may meet a block or another process. */
    private static void compare(
            String what,
            List<ShareLoad.Result> quiet,
            List<ShareLoad.Result> watched,
            ToDoubleFunction<ShareLoad.Result> figure) {
        double without = median(quiet, figure);
        double with = median(watched, figure);
        say("%-38s quiet %,10.1f  watched %,10.1f  ratio %.2f".formatted(what, without, with, with / without));
    }

    private static double median(List<ShareLoad.Result> results, ToDoubleFunction<ShareLoad.Result> figure) {
        double[] sorted = results.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static void say(String line) {
        System.out.println(line);
    }
}

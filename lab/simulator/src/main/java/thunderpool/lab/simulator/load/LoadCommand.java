package thunderpool.lab.simulator.load;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import thunderpool.lab.simulator.Endpoint;

/** The load generator as a process of its own, so that its CPU time can be told from the pool's. */
@Command(
        name = "load",
        description =
                "Submits shares to a pool that holds its difficulty at 2^-32. Prints key=value lines, the last for all of it.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class LoadCommand implements Callable<Integer> {
    private static final int DRAIN_SECONDS = 10;

    @Parameters(index = "0", paramLabel = "URL", description = "stratum+tcp://host:port")
    private String url = "";

    @Parameters(index = "1", paramLabel = "USER", description = "address; workers are named after it")
    private String user = "";

    @Option(names = "--connections", defaultValue = "1000")
    private int connections;

    @Option(names = "--workers", defaultValue = "100", description = "worker names the connections share")
    private int workers;

    @Option(
            names = "--outstanding",
            defaultValue = "1",
            description = "closed loop: shares each connection keeps unanswered")
    private int outstanding;

    @Option(names = "--rate", defaultValue = "0", description = "open loop: shares a second in all")
    private int rate;

    @Option(names = "--warmup", defaultValue = "15", description = "seconds that are not measured")
    private int warmup;

    @Option(names = "--seconds", defaultValue = "30", description = "seconds that are measured")
    private int seconds;

    public static void main(String[] args) {
        System.exit(new CommandLine(new LoadCommand()).execute(args));
    }

    @Override
    public Integer call() {
        LoadSettings settings = new LoadSettings(
                Endpoint.parse(url),
                user,
                workers,
                connections,
                rate > 0 ? LoadSettings.OUTSTANDING_MAX : outstanding,
                rate,
                false,
                System.nanoTime());
        try (LoadGenerator load = LoadGenerator.start(settings)) {
            pass(warmup);
            System.out.println("warmup " + load.report().line());
            System.out.println("measuring");
            pass(seconds);
            LoadReport measured = load.report();
            System.out.println("measured " + measured.line());
            load.pause();
            long drained = 0;
            for (int i = 0; i < DRAIN_SECONDS; i++) {
                pass(1);
                LoadReport rest = load.report();
                drained += rest.accepted();
                if (rest.accepted() + rest.refusedCount() == 0) {
                    break;
                }
            }
            System.out.println("drained accepted=" + drained);
            return measured.accepted() > 0 ? 0 : 1;
        }
    }

    private static void pass(int secondsToPass) {
        long end = System.nanoTime() + secondsToPass * 1_000_000_000L;
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}

package thunderpool.lab.simulator;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import thunderpool.stratum.StratumError;
import thunderpool.work.Algorithm;

/** {@code ./pool mine URL USER}: one CPU miner that says what it does. */
@Command(
        name = "pool mine",
        description = "Mines with the CPU on a stratum pool.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class MineCommand implements Callable<Integer> {
    private static final int REPORT_SECONDS = 5;

    /** Filled in by picocli before {@link #call}. */
    @Parameters(index = "0", paramLabel = "URL", description = "stratum+tcp://host:port or stratum+ssl://host:port")
    private String url = "";

    @Parameters(index = "1", paramLabel = "USER", description = "address.worker")
    private String user = "";

    @Option(
            names = "--password",
            defaultValue = "x",
            description = "sent with authorize, such as d=0.001 (${DEFAULT-VALUE})")
    private String password = "x";

    @Option(names = "--algorithm", defaultValue = "sha256d", description = "sha256d or scrypt (${DEFAULT-VALUE})")
    private String algorithm = "sha256d";

    @Option(
            names = "--firmware",
            defaultValue = "CGMINER",
            description = "manners: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private Firmware firmware = Firmware.CGMINER;

    @Option(names = "--threads", description = "threads that hash (else: all processors but one)")
    private @Nullable Integer threads;

    @Option(names = "--rate", description = "at most this many hashes a second")
    private @Nullable Double rate;

    @Option(names = "--seconds", description = "stop after so many seconds")
    private @Nullable Long seconds;

    public static void main(String[] args) {
        CommandLine command = new CommandLine(new MineCommand());
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            line.getErr().println("pool mine: " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        });
        System.exit(command.execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        MinerSettings settings = new MinerSettings(
                user,
                password,
                firmware,
                Algorithm.ofLabel(algorithm),
                rate == null ? MinerSettings.UNLIMITED : rate,
                System.nanoTime());
        Console console = new Console();
        Endpoint pool = Endpoint.parse(url);
        CountDownLatch stop = new CountDownLatch(1);
        Fleet fleet = Fleet.start(pool, List.of(settings), 1, console, threads());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (stop.getCount() > 0) {
                stop.countDown();
                console.report(fleet.hashes(), 0);
            }
        }));
        report(fleet, console, stop);
        stop.countDown();
        fleet.close();
        return console.accepted.sum() > 0 || seconds == null ? 0 : 1;
    }

    private int threads() {
        if (threads == null) {
            return Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        }
        if (threads < 1) {
            throw new IllegalArgumentException("--threads must be at least 1");
        }
        return threads;
    }

    private void report(Fleet fleet, Console console, CountDownLatch stop) throws InterruptedException {
        long end = seconds == null ? Long.MAX_VALUE : System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long hashes = 0;
        long last = System.nanoTime();
        while (System.nanoTime() < end) {
            long wait = Math.min(TimeUnit.SECONDS.toNanos(REPORT_SECONDS), end - System.nanoTime());
            if (stop.await(wait, TimeUnit.NANOSECONDS)) {
                return;
            }
            long now = System.nanoTime();
            long total = fleet.hashes();
            console.report(total, (total - hashes) / ((now - last) / 1e9));
            hashes = total;
            last = now;
        }
    }

    /** Lines for a person. */
    private static final class Console implements MinerEvents {
        private final LongAdder accepted = new LongAdder();
        private final LongAdder rejected = new LongAdder();
        private volatile BigDecimal difficulty = BigDecimal.ONE;

        void report(long hashes, double perSecond) {
            say("%s  accepted %d  rejected %d  difficulty %s  (%,d hashes)"
                    .formatted(
                            speed(perSecond),
                            accepted.sum(),
                            rejected.sum(),
                            difficulty.stripTrailingZeros().toPlainString(),
                            hashes));
        }

        private static String speed(double perSecond) {
            String[] units = {"H/s", "kH/s", "MH/s", "GH/s"};
            int unit = 0;
            double value = perSecond;
            while (value >= 1000 && unit < units.length - 1) {
                value /= 1000;
                unit++;
            }
            return String.format(Locale.ROOT, "%.2f %s", value, units[unit]);
        }

        private static void say(String line) {
            System.out.println(line);
        }

        @Override
        public void connected(Endpoint pool) {
            say("connected to " + pool);
        }

        @Override
        public void authorized(boolean taken) {
            say(taken ? "authorized, mining" : "the pool refused the user");
        }

        @Override
        public void difficulty(BigDecimal announced) {
            difficulty = announced;
            say("difficulty " + announced.stripTrailingZeros().toPlainString());
        }

        @Override
        public void accepted(FoundShare share) {
            accepted.increment();
            say("accepted " + share.identity().displayHex());
        }

        @Override
        public void refused(FoundShare share, StratumError error, String text) {
            rejected.increment();
            say("rejected " + share.identity().displayHex() + ": " + error.code() + " " + text);
        }

        @Override
        public void message(String text) {
            say("pool: " + text);
        }

        @Override
        public void disconnected(String reason) {
            say("disconnected (" + reason + "), trying again");
        }
    }
}

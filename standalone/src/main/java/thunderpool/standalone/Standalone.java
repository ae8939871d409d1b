package thunderpool.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import thunderpool.bitcoin.Chain;
import thunderpool.lab.simulator.Fleet;

/** {@code ./pool up}: the whole pool in one process. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        versionProvider = Standalone.Version.class,
        sortOptions = false,
        description = "Runs the whole pool in one process: gateway, validator, templates, accounting, payouts and "
                + "dashboard, with a Kafka broker and a PostgreSQL of its own.")
public final class Standalone implements Callable<Integer> {

    private static final Duration READY_WITHIN = Duration.ofMinutes(2);

    @Mixin
    private StandaloneOptions options = new StandaloneOptions();

    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** The version in the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Standalone.class.getPackage().getImplementationVersion();
            return new String[] {"Thunder Pool " + (version == null ? "(built from sources)" : version)};
        }
    }

    public static void main(String[] args) {
        String[] rest = args.length > 0 && args[0].equals("up")
                ? List.of(args).subList(1, args.length).toArray(String[]::new)
                : args;
        CommandLine command = new CommandLine(new Standalone());
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            line.getErr().println("pool: " + reason(failure));
            failure.printStackTrace(line.getErr());
            return 1;
        });
        // The broker's threads are not daemons: a failed start would hang without an explicit end.
        System.exit(command.execute(rest));
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    @Override
    public Integer call() throws InterruptedException {
        long begun = System.nanoTime();
        Ports ports = new Ports(options.portOffset);
        Path data = options.data.toAbsolutePath().normalize();
        logTo(data);
        System.out.println("Thunder Pool is starting; data in " + data);
        try (FolderLock _ = FolderLock.take(data);
                PoolStack stack = PoolStack.start(options, ports, data)) {
            Thread hook = new Thread(this::stopAndWait, "stop");
            Runtime.getRuntime().addShutdownHook(hook);
            awaitReady(stack);
            try (Fleet fleet = miners(ports)) {
                say(ports, begun, fleet);
                sayFirstAdmin(ports, data);
                if (!options.aotTrain) {
                    stopping.await();
                }
            }
        } finally {
            stopped.countDown();
        }
        return 0;
    }

    /** For short commands: the log goes nowhere but errors to the screen. */
    static void quietLog() {
        System.setProperty("logback.configurationFile", "logback-command.xml");
    }

    /** One log for the whole JVM: six Boot applications would each add their own appenders to the shared logger. */
    private static void logTo(Path data) {
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        System.setProperty("thunderpool.logs", data.resolve("logs").toString());
        System.setProperty("logback.configurationFile", "logback-standalone.xml");
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    /** On Ctrl-C: lets {@link #call} close everything in order, and holds the JVM until it has. */
    private void stopAndWait() {
        if (stopping.getCount() > 0) {
            System.out.println("Thunder Pool is stopping ...");
        }
        stopping.countDown();
        try {
            stopped.await();
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady(PoolStack stack) throws InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!stack.isReady()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the gateway has no work after " + READY_WITHIN.toSeconds()
                        + " s: is the node synchronized and connected? See the log above.");
            }
            Thread.sleep(20);
        }
    }

    private @Nullable Fleet miners(Ports ports) {
        int count = options.aotTrain ? 1 : options.minerCount();
        if (count == 0) {
            return null;
        }
        return DemoChain.mine(ports.pplnsBlocks(), minerAddresses(count), count, new SecureRandom().nextLong());
    }

    private List<String> minerAddresses(int count) {
        String address = options.minerAddress;
        if (address != null) {
            return List.of(address);
        }
        if (!options.chain.endsWith("-regtest")) {
            throw new IllegalArgumentException("--miners on " + options.chain + " needs --miner-address: whom to pay?");
        }
        return DemoChain.addresses(Chain.byName(options.chain), count);
    }

    /** Until there is an admin: who sees this screen may become the first. */
    private void sayFirstAdmin(Ports ports, Path data) {
        Path file = ServiceSettings.setupCode(data);
        try {
            if (Files.isReadable(file)) {
                System.out.printf(
                        "  admin pages: http://%s:%d/admin  set up the first admin with the one-time code %s%n",
                        ShownHost.of(options.bind),
                        ports.dashboard(),
                        Files.readString(file).strip());
                System.out.flush();
            }
        } catch (IOException unreadable) {
            System.out.println("  the first admin's one-time code is in " + file);
        }
    }

    private void say(Ports ports, long begun, @Nullable Fleet fleet) {
        long ms = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        String host = ShownHost.of(options.bind);
        System.out.printf("Thunder Pool is up: http://%s:%d (after %.1f s)%n", host, ports.dashboard(), ms / 1000.0);
        System.out.printf("  stratum+tcp://%s:%d  PPLNS, paid per block interval%n", host, ports.pplnsBlocks());
        System.out.printf("  stratum+tcp://%s:%d  PPLNS, paid per time interval%n", host, ports.pplnsTime());
        System.out.printf("  stratum+tcp://%s:%d  solo%n", host, ports.solo());
        System.out.printf("  stratum+ssl://%s:%d  PPLNS with TLS%n", host, ports.tls());
        if (fleet != null) {
            System.out.printf(
                    "  %d simulated miners are mining; Ctrl-C stops everything%n",
                    fleet.miners().size());
        }
        System.out.flush();
    }
}

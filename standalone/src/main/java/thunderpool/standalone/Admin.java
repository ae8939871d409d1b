package thunderpool.standalone;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import thunderpool.bitcoin.Address;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash256;
import thunderpool.dashboard.RecoveryApplication;
import thunderpool.dashboard.admin.Answer;
import thunderpool.dashboard.admin.Users;
import thunderpool.runtime.ConsumerLag;
import thunderpool.runtime.FeedContainers;
import thunderpool.runtime.KafkaAccess;
import thunderpool.runtime.KafkaWriters;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.Principal;
import thunderpool.topics.Topic;

/**
 * {@code ./pool admin}: what an operator wants done, as an AdminCommand to the service that owns it, and its answer. Who may
 * read the environment files of the data folder may do this; nobody else can.
 */
@Command(
        name = "admin",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Sends a command to accounting, payout or the gateways of a running pool and prints the answer.",
            "accounting: hold-account, release-account, correct-balance amount=SAT, resume-payouts,",
            "            set-fee reward_system=PPLNS|SOLO basis_points=N [from_ms=T]",
            "payout:     hold-payouts, release-payouts (with --account, or all=true), set-minimum minimum_sats=SAT,",
            "            change-schedule scheme=NAME, put-scheme scheme=NAME block_interval=N time_interval=MIN "
                    + "description=TEXT [from_ms=T],",
            "            approve-payout order=ID, refuse-payout order=ID, set-approval above_sats=SAT (or off=true),",
            "            adopt-payment txid=ID, ignore-payment txid=ID (or all=true)",
            "gateway:    ban subject=remote:IP minutes=N, unban subject=..., show-message text=TEXT [address=ADDR],",
            "            drain instance=NAME, set-port port=NAME [minimum=D] [start=D] [maximum=D] [vardiff=true|false] "
                    + "[share_interval_ms=N] [from_ms=T]",
            "dashboard:  recover-owner user=NAME (makes NAME an owner with a new password and second factor)"
        })
public final class Admin implements Callable<Integer> {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    @Parameters(index = "0", paramLabel = "SERVICE", description = "accounting, payout, gateway or dashboard")
    private String service = "";

    @Parameters(index = "1", paramLabel = "COMMAND", description = "what is to be done")
    private String kind = "";

    @Parameters(index = "2..*", arity = "0..*", paramLabel = "NAME=VALUE", description = "the command's fields")
    private Map<String, String> fields = new LinkedHashMap<>();

    @Option(names = "--account", paramLabel = "ADDR", description = "the account it is about, by its address")
    @Nullable
    private String account;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why; kept with the command")
    private String reason = "";

    @Option(names = "--author", paramLabel = "NAME", description = "who asks (default: the user's login name)")
    private String author = System.getProperty("user.name");

    @Option(
            names = "--expected-version",
            paramLabel = "N",
            description = "refuse when the thing has changed since (default: any)")
    private long expectedVersion = -1;

    @Option(names = "--data", paramLabel = "DIR", description = "the running pool's data folder (default: ./data)")
    private Path data = Path.of("data");

    public static void main(String[] args) {
        Standalone.quietLog();
        CommandLine command = new CommandLine(new Admin());
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            line.getErr().println("pool: " + failure.getMessage());
            return 1;
        });
        System.exit(command.execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        if (service.equals("dashboard")) {
            return recoverOwner();
        }
        Principal owner = owner();
        Map<String, String> environment = environment();
        if (account != null) {
            Chain chain = Chain.byName(environment.getOrDefault("DASHBOARD_CHAIN", ""));
            fields.put("account", Address.parse(account, chain).script().hex());
        }
        KafkaAccess access = KafkaAccess.scram(
                environment.getOrDefault("DASHBOARD_KAFKA_BOOTSTRAP", ""),
                environment.getOrDefault("DASHBOARD_KAFKA_USER", ""),
                environment.getOrDefault("DASHBOARD_KAFKA_PASSWORD", ""));
        byte[] id = new byte[Hash256.SIZE];
        new SecureRandom().nextBytes(id);
        AdminCommand command = new AdminCommand(
                Hash256.ofWire(id), owner, kind, author, reason, expectedVersion, fields, System.currentTimeMillis());
        return send(command, access, answers(owner));
    }

    /** Not by the log: what it prints must be nobody else's. */
    private int recoverOwner() throws IOException {
        String user = fields.get("user");
        if (!kind.equals("recover-owner") || user == null || fields.size() != 1) {
            throw new IllegalArgumentException("dashboard knows only: recover-owner user=NAME");
        }
        // Spring Boot would set up its own log over ours.
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        Map<String, String> environment = environment();
        Map<String, String> settings = new LinkedHashMap<>();
        for (String name : List.of(
                "dashboard.chain",
                "dashboard.database.url",
                "dashboard.database.user",
                "dashboard.database.password",
                "dashboard.admin.key")) {
            String value = environment.get(AccessFiles.variable(name));
            if (value == null) {
                throw new IllegalArgumentException("dashboard.env lacks " + AccessFiles.variable(name));
            }
            settings.put(name, value);
        }
        return switch (RecoveryApplication.recover(settings, user, author + " (" + reason + ")")) {
            case Answer.Done<Users.Welcome>(Users.Welcome welcome) -> {
                System.out.println("temporary password: " + welcome.temporaryPassword());
                System.out.println("second factor:      " + welcome.secret());
                System.out.println("                    " + welcome.otpauthUrl());
                System.out.println(user + " is an owner; all its sessions have ended. The password must be changed"
                        + " at the first sign-in.");
                yield 0;
            }
            case Answer.No<Users.Welcome> no -> {
                System.err.println("pool: " + no.text());
                yield 1;
            }
        };
    }

    private Principal owner() {
        return switch (service) {
            case "accounting" -> Principal.ACCOUNTING;
            case "payout" -> Principal.PAYOUT;
            case "gateway" -> Principal.GATEWAY;
            default -> throw new IllegalArgumentException("SERVICE is accounting, payout or gateway, not " + service);
        };
    }

    private static Topic<CommandAnswered> answers(Principal owner) {
        return switch (owner) {
            case PAYOUT -> CommandAnswered.OF_PAYOUT;
            case GATEWAY -> CommandAnswered.OF_GATEWAY;
            case ACCOUNTING, VALIDATOR, TEMPLATE, DASHBOARD -> CommandAnswered.OF_ACCOUNTING;
        };
    }

    private Map<String, String> environment() throws IOException {
        Path file = data.resolve("services").resolve("dashboard.env");
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("cannot read " + file + ": is --data the folder of a running pool?");
        }
        Map<String, String> environment = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            int equals = line.indexOf('=');
            if (!line.startsWith("#") && equals > 0) {
                environment.put(line.substring(0, equals), line.substring(equals + 2, line.length() - 1));
            }
        }
        return environment;
    }

    private static int send(AdminCommand command, KafkaAccess access, Topic<CommandAnswered> answers)
            throws InterruptedException, ExecutionException {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        CompletableFuture<CommandAnswered> answered = new CompletableFuture<>();
        FeedContainers feeds =
                new FeedContainers(access, Principal.DASHBOARD, "admin", registry, new ConsumerLag(access, registry));
        var feed = feeds.table(
                answers,
                batch -> batch.forEach(answer -> {
                    if (answer.value().commandId().equals(command.id())) {
                        answered.complete(answer.value());
                    }
                }));
        feed.start();
        try (KafkaWriters writers = new KafkaWriters(access, "admin", ANSWER_WITHIN, registry)) {
            writers.writer(AdminCommand.TOPIC)
                    .write(command)
                    .toCompletableFuture()
                    .get(ANSWER_WITHIN.toSeconds(), TimeUnit.SECONDS);
            return tell(answered.get(ANSWER_WITHIN.toSeconds(), TimeUnit.SECONDS));
        } catch (TimeoutException silent) {
            System.err.println("pool: no answer after " + ANSWER_WITHIN.toSeconds()
                    + " s. The command may still be carried out: it waits in the log for "
                    + command.owner().label());
            return 3;
        } finally {
            feed.stop();
        }
    }

    private static int tell(CommandAnswered answer) {
        return switch (answer) {
            case CommandAnswered.CommandApplied applied -> {
                System.out.println("applied, version " + applied.version());
                yield 0;
            }
            case CommandAnswered.CommandRefused refused -> {
                System.out.println("refused: " + refused.reason());
                yield 1;
            }
        };
    }
}

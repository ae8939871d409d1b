package thunderpool.dashboard;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import thunderpool.bitcoin.Address;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash256;
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
 * What an operator wants done, as an AdminCommand to the service that owns it, and its answer; and the way back in for an owner.
 * It has the dashboard's settings, from its environment or a file, and so may do whatever the dashboard may: who can read its
 * secrets can use this, and nobody else. {@code ./pool admin} on one machine; elsewhere it is in the dashboard's image.
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
public final class AdminApplication implements Callable<Integer> {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    /** Of the dashboard's settings, what the way back in needs. */
    private static final List<String> FOR_RECOVERY = List.of(
            "dashboard.chain",
            "dashboard.database.url",
            "dashboard.database.user",
            "dashboard.database.password",
            "dashboard.database.password-file",
            "dashboard.admin.key",
            "dashboard.admin.key-file");

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

    @Option(
            names = "--env",
            paramLabel = "FILE",
            description = "the dashboard's settings as lines NAME=VALUE (default: the environment alone)")
    @Nullable
    private Path file;

    public static void main(String[] args) {
        System.setProperty("logback.configurationFile", "logback-command.xml");
        System.exit(run(new PrintWriter(System.err, true, StandardCharsets.UTF_8), args));
    }

    /**
     * The command without the end of the process.
     *
     * @param problems where is said what was wrong
     * @return the exit code: 0 applied, 1 refused or failed, 2 not understood, 3 no answer yet
     */
    public static int run(PrintWriter problems, String... args) {
        CommandLine command = new CommandLine(new AdminApplication()).setErr(problems);
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            line.getErr().println("pool: " + innermost(failure).getMessage());
            return 1;
        });
        return command.execute(args);
    }

    private static Throwable innermost(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : innermost(cause);
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        if (service.equals("dashboard")) {
            return recoverOwner();
        }
        Principal owner = owner();
        Binder settings = settings();
        if (account != null) {
            String chain = settings.bind("dashboard.chain", String.class).orElse("");
            fields.put(
                    "account",
                    Address.parse(account, Chain.byName(chain)).script().hex());
        }
        KafkaAccess access = settings.bind("dashboard.kafka", KafkaAccess.class)
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "DASHBOARD_KAFKA_... are not set: run it where the dashboard's environment is, or give --env FILE"));
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
        Binder environment = settings();
        Map<String, String> settings = new LinkedHashMap<>();
        FOR_RECOVERY.forEach(name -> environment.bind(name, String.class).ifBound(value -> settings.put(name, value)));
        if (!settings.containsKey("dashboard.database.url")) {
            throw new IllegalArgumentException(
                    "DASHBOARD_DATABASE_URL is not set: run it where the dashboard's environment is, or give --env FILE");
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

    /** From where the dashboard has them: its file beside or in {@code ./config}, as in Kubernetes, and over it the environment. */
    private Binder settings() throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("service", Map.of("spring.config.name", "dashboard")));
        if (file != null) {
            // By the end of its name the source is read as variables are: DASHBOARD_KAFKA_BOOTSTRAP for
            // dashboard.kafka.bootstrap.
            environment
                    .getPropertySources()
                    .addFirst(new SystemEnvironmentPropertySource("file-systemEnvironment", variables(file)));
        }
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        ConfigurationPropertySources.attach(environment);
        return Binder.get(environment);
    }

    /** Lines NAME=VALUE as a shell and systemd read them; a value may stand in quotes. */
    static Map<String, Object> variables(Path file) throws IOException {
        Map<String, Object> variables = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            int equals = line.indexOf('=');
            if (!line.startsWith("#") && equals > 0) {
                variables.put(line.substring(0, equals), unquoted(line.substring(equals + 1)));
            }
        }
        return variables;
    }

    private static String unquoted(String value) {
        if (value.length() >= 2 && value.startsWith("'") && value.endsWith("'")) {
            return value.substring(1, value.length() - 1).replace("'\\''", "'");
        }
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
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

package thunderpool.dashboard.admin.command;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import thunderpool.bitcoin.Hash256;
import thunderpool.dashboard.admin.Answer;
import thunderpool.dashboard.admin.Answer.Why;
import thunderpool.dashboard.admin.AuditLog;
import thunderpool.dashboard.admin.Caller;
import thunderpool.dashboard.admin.Person;
import thunderpool.dashboard.admin.audit.Outcome;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.TopicWriter;

/** Sends what admins want done. Everything they ask stands in the audit log, also what is refused here. */
public final class CommandDesk {

    private static final Duration SENT_WITHIN = Duration.ofSeconds(10);
    private static final int REASON_MAX = 500;

    /**
     * What somebody wants done.
     *
     * @param expectedVersion of the thing as it was shown, or -1 when it does not matter
     */
    public record Wish(String owner, String kind, Map<String, String> fields, long expectedVersion, String reason) {

        String described() {
            return PgAdminCommands.packed(fields) + (expectedVersion < 0 ? "" : " version " + expectedVersion)
                    + " because: " + reason;
        }
    }

    private final TopicWriter<AdminCommand> writer;
    private final PgAdminCommands commands;
    private final CommandRules rules;
    private final AuditLog audit;
    private final RandomGenerator random;

    /** @param random for ids, which must not be guessed */
    public CommandDesk(
            TopicWriter<AdminCommand> writer,
            PgAdminCommands commands,
            CommandRules rules,
            AuditLog audit,
            RandomGenerator random) {
        this.writer = writer;
        this.commands = commands;
        this.rules = rules;
        this.audit = audit;
        this.random = random;
    }

    /** @return the command's id in hex */
    public Answer<String> send(Wish wish, Person person, Caller caller) {
        String action = wish.owner + " " + wish.kind;
        if (wish.reason.isBlank() || wish.reason.length() > REASON_MAX) {
            return Answer.no(Why.INVALID, "A command needs a reason of up to " + REASON_MAX + " characters.");
        }
        return switch (rules.check(wish.owner, wish.kind, wish.fields, person.role())) {
            case CommandRules.Checked.Bad(String reason) -> {
                audit.add(caller, action, wish.described() + "; " + reason, Outcome.REFUSED);
                yield Answer.no(Why.INVALID, reason);
            }
            case CommandRules.Checked.Forbidden(CommandKind kind) -> {
                audit.add(caller, action, wish.described() + "; the role is too low", Outcome.REFUSED);
                yield Answer.no(Why.FORBIDDEN, kind.label() + " is for the role " + kind.role() + ".");
            }
            case CommandRules.Checked.Good good -> write(good, wish, person, caller);
        };
    }

    private Answer<String> write(CommandRules.Checked.Good good, Wish wish, Person person, Caller caller) {
        byte[] id = new byte[Hash256.SIZE];
        random.nextBytes(id);
        InstantSource clock = audit.clock();
        AdminCommand command = new AdminCommand(
                Hash256.ofWire(id),
                good.kind().owner(),
                good.kind().label(),
                person.name(),
                wish.reason.strip(),
                wish.expectedVersion,
                good.fields(),
                clock.millis());
        String hex = HexFormat.of().formatHex(id);
        // Before it is sent: what is on the log without being in the audit log would be nobody's.
        audit.add(caller, wish.owner + " " + wish.kind, wish.described() + "; command " + hex, Outcome.DONE);
        commands.sent(command, good.subject());
        try {
            writer.write(command)
                    .toCompletableFuture()
                    .orTimeout(SENT_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            return Answer.done(hex);
        } catch (CompletionException notKnown) {
            return Answer.no(
                    Why.BUSY,
                    "The pool's log did not answer in time; whether command " + hex
                            + " is on its way, its row in the list of commands will tell.");
        }
    }
}

package thunderpool.payout.saga;

import java.util.Optional;
import thunderpool.bitcoin.Address;
import thunderpool.bitcoin.AddressException;
import thunderpool.bitcoin.MalformedException;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.payout.port.PayoutTx;
import thunderpool.payout.port.ScheduleBook;
import thunderpool.payout.schedule.Schedule;
import thunderpool.payout.schedule.ScheduleMessage;
import thunderpool.payout.schedule.Scheme;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.CommandAnswered.CommandApplied;
import thunderpool.topics.CommandAnswered.CommandRefused;
import thunderpool.topics.Principal;
import thunderpool.topics.ScheduleChanged;
import thunderpool.topics.SchemeChanged;

/**
 * Obeys operators, and miners by signed message. Kinds and fields:
 *
 * <ul>
 *   <li>{@code change-schedule}: {@code address} (or {@code account}, the script's hex) and {@code scheme}; of a miner
 *       {@code address}, {@code message} and {@code signature} instead (see {@link ScheduleMessage})
 *   <li>{@code hold-payouts}, {@code release-payouts}: {@code address} or {@code account}, or {@code all} = {@code true}
 *   <li>{@code set-minimum}: {@code address} or {@code account}, {@code minimum_sats}
 *   <li>{@code put-scheme}: {@code scheme}, {@code block_interval}, {@code time_interval} (minutes), {@code description}
 * </ul>
 *
 * The author {@code miner} may only send a signed change-schedule; whoever else writes the topic has been let in as an
 * operator by the dashboard.
 */
final class Commands {

    /** The author whose word alone counts for nothing. */
    private static final String MINER = "miner";

    private final PayoutRules rules;

    Commands(PayoutRules rules) {
        this.rules = rules;
    }

    /** Why a command is refused, for its author. */
    private static final class Refusal extends Exception {
        Refusal(String reason) {
            super(reason);
        }
    }

    void on(PayoutTx tx, AdminCommand command, long nowMs) {
        if (command.owner() != Principal.PAYOUT || tx.answerTo(command.id()).isPresent()) {
            return;
        }
        CommandAnswered answer;
        try {
            answer = new CommandApplied(command.id(), apply(tx, command, nowMs));
        } catch (Refusal | AddressException | MalformedException | ArithmeticException refused) {
            answer = new CommandRefused(command.id(), String.valueOf(refused.getMessage()));
        }
        tx.keepAnswer(answer);
        tx.publish(CommandAnswered.OF_PAYOUT, answer);
    }

    /** @return version of what was changed; throws before it changes anything */
    private long apply(PayoutTx tx, AdminCommand command, long nowMs) throws Refusal {
        boolean signed = command.fields().containsKey("signature");
        if (command.author().equals(MINER) && !signed) {
            throw new Refusal("a miner's wish must be signed with the key of the address");
        }
        if (signed && !command.kind().equals("change-schedule")) {
            throw new Refusal("a signed message can only change a schedule");
        }
        return switch (command.kind()) {
            case "change-schedule" -> signed ? changeSigned(tx, command, nowMs) : change(tx, command);
            case "hold-payouts" -> hold(tx, command, true);
            case "release-payouts" -> hold(tx, command, false);
            case "set-minimum" -> setMinimum(tx, command);
            case "put-scheme" -> putScheme(tx, command);
            default -> throw new Refusal("payout-service knows no command " + command.kind());
        };
    }

    private long change(PayoutTx tx, AdminCommand command) throws Refusal {
        Schedule schedule = expected(schedule(tx, account(command)), command);
        return save(tx, schedule.following(scheme(tx, field(command, "scheme")).name()));
    }

    private long changeSigned(PayoutTx tx, AdminCommand command, long nowMs) throws Refusal {
        String address = field(command, "address");
        Schedule schedule =
                expected(schedule(tx, Address.parse(address, rules.chain()).script()), command);
        ScheduleMessage.Times times = new ScheduleMessage.Times(schedule.messageTime(), nowMs);
        ScheduleMessage.Outcome outcome = ScheduleMessage.check(
                address, field(command, "message"), field(command, "signature"), rules.chain(), times);
        return switch (outcome) {
            case ScheduleMessage.Outcome.Refused(String reason) -> throw new Refusal(reason);
            case ScheduleMessage.Outcome.Genuine(ScheduleMessage message) -> {
                Schedule changed = schedule.following(
                                scheme(tx, message.schemeName()).name())
                        .signedAt(message.time());
                Sats minimum = message.minimum().orElse(schedule.minimum());
                checkMinimum(minimum);
                yield save(tx, minimum.equals(schedule.minimum()) ? changed : changed.withMinimum(minimum));
            }
        };
    }

    private long hold(PayoutTx tx, AdminCommand command, boolean held) throws Refusal {
        if (!"true".equals(command.fields().get("all"))) {
            return save(tx, expected(schedule(tx, account(command)), command).withHeld(held));
        }
        ScheduleBook.Hold before = tx.schedules().hold();
        checkVersion(before.version(), command);
        ScheduleBook.Hold after = new ScheduleBook.Hold(before.version() + 1, held);
        tx.schedules().save(after);
        return after.version();
    }

    private long setMinimum(PayoutTx tx, AdminCommand command) throws Refusal {
        Schedule schedule = expected(schedule(tx, account(command)), command);
        Sats minimum = Sats.of(number(command, "minimum_sats"));
        checkMinimum(minimum);
        return save(tx, schedule.withMinimum(minimum));
    }

    /** Followers are told their new intervals at once; that is one record an account. */
    private long putScheme(PayoutTx tx, AdminCommand command) throws Refusal {
        String name = field(command, "scheme");
        Optional<Scheme> before = tx.schedules().scheme(name);
        checkVersion(before.map(Scheme::version).orElse(0L), command);
        Scheme after;
        try {
            after = new Scheme(
                    name,
                    before.map(Scheme::version).orElse(0L) + 1,
                    Math.toIntExact(number(command, "block_interval")),
                    Math.toIntExact(number(command, "time_interval")),
                    field(command, "description"));
        } catch (IllegalArgumentException invalid) {
            throw new Refusal(String.valueOf(invalid.getMessage()));
        }
        tx.schedules().save(after);
        tx.publish(SchemeChanged.TOPIC, after.told());
        for (Schedule follower : tx.schedules().followersOf(name)) {
            save(tx, follower.following(name));
        }
        return after.version();
    }

    private long save(PayoutTx tx, Schedule schedule) throws Refusal {
        tx.schedules().save(schedule);
        tx.publish(ScheduleChanged.TOPIC, schedule.told(rules.chain().name(), scheme(tx, schedule.schemeName())));
        return schedule.version();
    }

    private void checkMinimum(Sats minimum) throws Refusal {
        if (minimum.isLessThan(rules.leastMinimum())) {
            throw new Refusal(
                    "the minimum must be at least " + rules.leastMinimum().value() + " satoshi");
        }
    }

    private Script account(AdminCommand command) throws Refusal {
        String hex = command.fields().get("account");
        return hex != null
                ? Script.ofHex(hex)
                : Address.parse(field(command, "address"), rules.chain()).script();
    }

    private static Schedule schedule(PayoutTx tx, Script account) throws Refusal {
        return tx.schedules()
                .find(account)
                .orElseThrow(() -> new Refusal("the pool knows no such account; it begins with the first share"));
    }

    private static Schedule expected(Schedule schedule, AdminCommand command) throws Refusal {
        checkVersion(schedule.version(), command);
        return schedule;
    }

    private static void checkVersion(long actual, AdminCommand command) throws Refusal {
        if (command.expectedVersion() >= 0 && command.expectedVersion() != actual) {
            throw new Refusal("it was changed meanwhile: its version is " + actual);
        }
    }

    private static Scheme scheme(PayoutTx tx, String name) throws Refusal {
        return tx.schedules().scheme(name).orElseThrow(() -> new Refusal("no payment scheme is called " + name));
    }

    private static String field(AdminCommand command, String name) throws Refusal {
        String value = command.fields().get(name);
        if (value == null) {
            throw new Refusal("the field " + name + " is missing");
        }
        return value;
    }

    private static long number(AdminCommand command, String name) throws Refusal {
        try {
            return Long.parseLong(field(command, name));
        } catch (NumberFormatException notANumber) {
            throw new Refusal("the field " + name + " must be a whole number");
        }
    }
}

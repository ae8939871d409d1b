package thunderpool.payout.saga;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.bitcoin.Address;
import thunderpool.bitcoin.AddressException;
import thunderpool.bitcoin.MalformedException;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.payout.port.PayoutTx;
import thunderpool.payout.port.ScheduleBook;
import thunderpool.payout.saga.Asked.Refusal;
import thunderpool.payout.schedule.Schedule;
import thunderpool.payout.schedule.ScheduleMessage;
import thunderpool.payout.schedule.Scheme;
import thunderpool.runtime.log.CommandNote;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.CommandAnswered.CommandApplied;
import thunderpool.topics.CommandAnswered.CommandRefused;
import thunderpool.topics.Principal;

/**
 * Obeys operators, and miners by signed message. Kinds and fields:
 *
 * <ul>
 *   <li>{@code change-schedule}: {@code address} (or {@code account}, the script's hex) and {@code scheme}; of a miner
 *       {@code address}, {@code message} and {@code signature} instead (see {@link ScheduleMessage})
 *   <li>{@code hold-payouts}, {@code release-payouts}: {@code address} or {@code account}, or {@code all} = {@code true}
 *   <li>{@code set-minimum}: {@code address} or {@code account}, {@code minimum_sats}
 *   <li>{@code approve-payout}, {@code refuse-payout}: {@code order} (its id), of an order that waits for approval
 *   <li>{@code set-approval}: {@code above_sats}, or {@code off} = {@code true}
 *   <li>{@code put-scheme}: {@code scheme}, {@code block_interval}, {@code time_interval} (minutes), {@code description},
 *       and perhaps {@code from_ms} (milliseconds since the Unix epoch, at most 366 days ahead)
 *   <li>{@code adopt-payment}, {@code ignore-payment}: {@code txid}, or {@code all} = {@code true}, of payments of the
 *       wallet that the books do not know: book them before their accounts are paid again, or leave them to whoever sent
 *       them
 * </ul>
 *
 * The author {@code miner} may only send a signed change-schedule; whoever else writes the topic has been let in as an
 * operator by the dashboard.
 */
final class Commands {

    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

    /** The author whose word alone counts for nothing. */
    private static final String MINER = "miner";

    private final PayoutRules rules;
    private final Schemes schemes;
    private final Approvals approvals;
    private final Adoptions adoptions;

    Commands(PayoutRules rules, Schemes schemes, Approvals approvals, Adoptions adoptions) {
        this.rules = rules;
        this.schemes = schemes;
        this.approvals = approvals;
        this.adoptions = adoptions;
    }

    void on(PayoutTx tx, AdminCommand command, long nowMs) {
        if (command.owner() != Principal.PAYOUT || tx.answerTo(command.id()).isPresent()) {
            return;
        }
        CommandAnswered answer;
        try {
            answer = new CommandApplied(command.id(), apply(tx, new Asked(command, nowMs)));
        } catch (Refusal | AddressException | MalformedException | ArithmeticException refused) {
            answer = new CommandRefused(command.id(), String.valueOf(refused.getMessage()));
        }
        tx.keepAnswer(answer);
        tx.publish(CommandAnswered.OF_PAYOUT, answer);
        CommandNote.write(LOG, command, answer);
    }

    /** @return version of what was changed; throws before it changes anything */
    private long apply(PayoutTx tx, Asked asked) throws Refusal {
        asked.plainWords();
        String kind = asked.command().kind();
        boolean signed = asked.has("signature");
        if (asked.command().author().equals(MINER) && !signed) {
            throw new Refusal("a miner's wish must be signed with the key of the address");
        }
        if (signed && !kind.equals("change-schedule")) {
            throw new Refusal("a signed message can only change a schedule");
        }
        return switch (kind) {
            case "change-schedule" -> signed ? changeSigned(tx, asked) : change(tx, asked);
            case "hold-payouts" -> hold(tx, asked, true);
            case "release-payouts" -> hold(tx, asked, false);
            case "set-minimum" -> setMinimum(tx, asked);
            case "put-scheme" -> schemes.put(tx, asked);
            case "approve-payout" -> approvals.approve(tx, asked);
            case "refuse-payout" -> approvals.refuse(tx, asked);
            case "set-approval" -> approvals.setThreshold(tx, asked);
            case "adopt-payment" -> adoptions.adopt(tx, asked);
            case "ignore-payment" -> adoptions.ignore(tx, asked);
            default -> throw new Refusal("payout-service knows no command " + kind);
        };
    }

    private long change(PayoutTx tx, Asked asked) throws Refusal {
        Schedule schedule = schedule(tx, account(asked), asked);
        return schemes.save(
                tx, schedule.following(scheme(tx, asked.field("scheme")).name()));
    }

    private long changeSigned(PayoutTx tx, Asked asked) throws Refusal {
        String address = asked.field("address");
        Schedule schedule = schedule(tx, Address.parse(address, rules.chain()).script(), asked);
        ScheduleMessage.Times times = new ScheduleMessage.Times(schedule.messageTime(), asked.nowMs());
        ScheduleMessage.Outcome outcome =
                ScheduleMessage.check(address, asked.field("message"), asked.field("signature"), rules.chain(), times);
        return switch (outcome) {
            case ScheduleMessage.Outcome.Refused(String reason) -> throw new Refusal(reason);
            case ScheduleMessage.Outcome.Genuine(ScheduleMessage message) -> {
                Schedule changed = schedule.following(
                                scheme(tx, message.schemeName()).name())
                        .signedAt(message.time());
                Sats minimum = message.minimum().orElse(schedule.minimum());
                checkMinimum(minimum);
                yield schemes.save(tx, minimum.equals(schedule.minimum()) ? changed : changed.withMinimum(minimum));
            }
        };
    }

    private long hold(PayoutTx tx, Asked asked, boolean held) throws Refusal {
        if (!asked.says("all")) {
            return schemes.save(tx, schedule(tx, account(asked), asked).withHeld(held));
        }
        ScheduleBook.Hold before = tx.schedules().hold();
        asked.madeFor(before.version());
        ScheduleBook.Hold after = new ScheduleBook.Hold(before.version() + 1, held);
        tx.schedules().save(after);
        return after.version();
    }

    private long setMinimum(PayoutTx tx, Asked asked) throws Refusal {
        Schedule schedule = schedule(tx, account(asked), asked);
        Sats minimum = Sats.of(asked.number("minimum_sats"));
        checkMinimum(minimum);
        return schemes.save(tx, schedule.withMinimum(minimum));
    }

    private void checkMinimum(Sats minimum) throws Refusal {
        if (minimum.isLessThan(rules.leastMinimum())) {
            throw new Refusal(
                    "the minimum must be at least " + rules.leastMinimum().value() + " satoshi");
        }
    }

    private Script account(Asked asked) throws Refusal {
        return asked.has("account")
                ? Script.ofHex(asked.field("account"))
                : Address.parse(asked.field("address"), rules.chain()).script();
    }

    private static Schedule schedule(PayoutTx tx, Script account, Asked asked) throws Refusal {
        Schedule schedule = tx.schedules()
                .find(account)
                .orElseThrow(() -> new Refusal("the pool knows no such account; it begins with the first share"));
        asked.madeFor(schedule.version());
        return schedule;
    }

    private static Scheme scheme(PayoutTx tx, String name) throws Refusal {
        return tx.schedules().scheme(name).orElseThrow(() -> new Refusal("no payment scheme is called " + name));
    }
}

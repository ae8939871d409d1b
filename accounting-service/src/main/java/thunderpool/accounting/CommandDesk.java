package thunderpool.accounting;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.accounting.account.Account;
import thunderpool.accounting.account.Accounts;
import thunderpool.accounting.ledger.Balance;
import thunderpool.accounting.ledger.LedgerAccount;
import thunderpool.accounting.ledger.Outgoing;
import thunderpool.accounting.ledger.Transfer;
import thunderpool.accounting.payout.PayoutDesk;
import thunderpool.accounting.reward.Fees;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.MalformedException;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.runtime.log.CommandNote;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.CommandAnswered.CommandApplied;
import thunderpool.topics.CommandAnswered.CommandRefused;
import thunderpool.topics.Principal;
import thunderpool.topics.Received;
import thunderpool.work.RewardSystem;
import thunderpool.work.Slice;

/**
 * What operators may do here. Each command names an author and a reason, and is done at most once.
 *
 * <ul>
 *   <li>{@code hold-account}, {@code release-account}: field {@code account} (script in hex); expectedVersion is the
 *       account's, as the last such command answered it.
 *   <li>{@code correct-balance}: fields {@code account} and {@code amount} (satoshi; above zero from the pool's fees to the
 *       account's payable balance, below zero back); expectedVersion is that of BalanceChanged.
 *   <li>{@code set-fee}: fields {@code reward_system} (PPLNS or SOLO), {@code basis_points} (0 to 10000) and perhaps
 *       {@code from_ms} (milliseconds since the Unix epoch, at most 366 days ahead; without it as soon as can be: from the
 *       second slice behind the command's); expectedVersion is that of FeeChanged.
 *   <li>{@code resume-payouts}: clears all alarms, once their cause is understood.
 * </ul>
 */
public final class CommandDesk {

    private static final Logger LOG = LoggerFactory.getLogger(CommandDesk.class);
    private static final long ANY_VERSION = -1;
    private static final long FARTHEST_MS = Duration.ofDays(366).toMillis();

    private final Accounts accounts;
    private final PayoutDesk.Books books;
    private final Fees fees;
    private final CommandAnswers answers;
    private final Outgoing outgoing;

    public CommandDesk(
            Accounts accounts, PayoutDesk.Books books, Fees fees, CommandAnswers answers, Outgoing outgoing) {
        this.accounts = accounts;
        this.books = books;
        this.fees = fees;
        this.answers = answers;
        this.outgoing = outgoing;
    }

    /** Inside a transaction that holds the ledger's lock. Commands to other services are ignored. */
    public void onCommand(Received<AdminCommand> received) {
        AdminCommand command = received.value();
        if (command.owner() != Principal.ACCOUNTING) {
            return;
        }
        CommandAnswered answer = answers.find(command.id()).orElseGet(() -> {
            CommandAnswered fresh = answer(command, received.appendTimeMs());
            answers.add(fresh);
            CommandNote.write(LOG, command, fresh);
            return fresh;
        });
        outgoing.put(CommandAnswered.OF_ACCOUNTING, answer);
    }

    private CommandAnswered answer(AdminCommand command, long atMs) {
        Hash256 id = command.id();
        if (command.author().isBlank() || command.reason().isBlank()) {
            return new CommandRefused(id, "a command needs an author and a reason");
        }
        return switch (command.kind()) {
            case "hold-account" -> hold(command, true);
            case "release-account" -> hold(command, false);
            case "correct-balance" -> correct(command, atMs);
            case "set-fee" -> setFee(command, atMs);
            case "resume-payouts" -> {
                int cleared = books.alarms().clear(command.author(), command.reason(), atMs);
                yield cleared == 0 ? new CommandRefused(id, "no alarm stands") : new CommandApplied(id, cleared);
            }
            default -> new CommandRefused(id, "accounting knows no command " + command.kind());
        };
    }

    private CommandAnswered hold(AdminCommand command, boolean held) {
        Optional<Account> account = account(command);
        if (account.isEmpty()) {
            return new CommandRefused(command.id(), "unknown account");
        }
        if (isOutdated(command, account.get().version())) {
            return outdated(command, account.get().version());
        }
        Script script = account.get().script();
        long version = account.get().held() == held
                ? account.get().version()
                : accounts.hold(script, held).version();
        books.bookkeeper().tell(Set.of(script));
        return new CommandApplied(command.id(), version);
    }

    private CommandAnswered correct(AdminCommand command, long atMs) {
        Optional<Account> account = account(command);
        if (account.isEmpty()) {
            return new CommandRefused(command.id(), "unknown account");
        }
        Script script = account.get().script();
        Balance balance = books.ledger().balance(script);
        if (isOutdated(command, balance.version())) {
            return outdated(command, balance.version());
        }
        long amount = amount(command);
        if (amount == 0) {
            return new CommandRefused(command.id(), "amount is not a number of satoshi other than 0");
        }
        boolean toAccount = amount > 0;
        Sats sats = Sats.of(Math.abs(amount));
        Sats available = toAccount ? books.ledger().feePayable() : balance.payable();
        if (available.isLessThan(sats)) {
            return new CommandRefused(command.id(), "only " + available.value() + " sat are there to move");
        }
        LedgerAccount payable = LedgerAccount.payable(script);
        books.bookkeeper()
                .post(List.of(new Transfer(
                        Transfer.Kind.CORRECTION,
                        toAccount ? LedgerAccount.FEE_PAYABLE : payable,
                        toAccount ? payable : LedgerAccount.FEE_PAYABLE,
                        sats,
                        command.id(),
                        0,
                        command.author() + ": " + command.reason(),
                        atMs)));
        return new CommandApplied(command.id(), books.ledger().balance(script).version());
    }

    private CommandAnswered setFee(AdminCommand command, long atMs) {
        Optional<RewardSystem> system = Arrays.stream(RewardSystem.values())
                .filter(known -> known.name().equals(command.fields().get("reward_system")))
                .findFirst();
        if (system.isEmpty()) {
            return new CommandRefused(
                    command.id(), "reward_system must be one of " + Arrays.toString(RewardSystem.values()));
        }
        OptionalLong basisPoints = number(command, "basis_points");
        if (basisPoints.isEmpty() || basisPoints.getAsLong() < 0 || basisPoints.getAsLong() > 10_000) {
            return new CommandRefused(command.id(), "basis_points must be 0 to 10000");
        }
        OptionalLong fromMs =
                command.fields().containsKey("from_ms") ? number(command, "from_ms") : OptionalLong.of(atMs);
        if (fromMs.isEmpty() || fromMs.getAsLong() < atMs || fromMs.getAsLong() > atMs + FARTHEST_MS) {
            return new CommandRefused(command.id(), "from_ms must be a time from now on, at most 366 days ahead");
        }
        long version = fees.newest(system.get()).version();
        if (isOutdated(command, version)) {
            return outdated(command, version);
        }
        long firstSlice = Fees.firstSlice(atMs);
        long fromSlice = Math.max(firstSlice, Slice.at(fromMs.getAsLong()));
        int points = Math.toIntExact(basisPoints.getAsLong());
        return new CommandApplied(
                command.id(),
                fees.change(system.get(), points, firstSlice, fromSlice).version());
    }

    private static OptionalLong number(AdminCommand command, String field) {
        try {
            return OptionalLong.of(Long.parseLong(command.fields().getOrDefault(field, "")));
        } catch (NumberFormatException notANumber) {
            return OptionalLong.empty();
        }
    }

    private Optional<Account> account(AdminCommand command) {
        try {
            return accounts.find(Script.ofHex(command.fields().getOrDefault("account", "")));
        } catch (MalformedException notHex) {
            return Optional.empty();
        }
    }

    /** 0 for anything that is not an amount. */
    private static long amount(AdminCommand command) {
        try {
            long amount = Long.parseLong(command.fields().getOrDefault("amount", "0"));
            return Math.absExact(amount) <= Sats.MAX.value() ? amount : 0;
        } catch (NumberFormatException | ArithmeticException notANumber) {
            return 0;
        }
    }

    private static boolean isOutdated(AdminCommand command, long version) {
        return command.expectedVersion() != ANY_VERSION && command.expectedVersion() != version;
    }

    private static CommandAnswered outdated(AdminCommand command, long version) {
        return new CommandRefused(
                command.id(), "version " + command.expectedVersion() + " was expected, but it is " + version);
    }
}

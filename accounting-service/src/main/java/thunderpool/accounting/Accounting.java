package thunderpool.accounting;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.accounting.epoch.Epochs;
import thunderpool.accounting.ledger.Bookkeeper;
import thunderpool.accounting.ledger.Ledger;
import thunderpool.accounting.ledger.LedgerAudit;
import thunderpool.accounting.payout.PayoutDesk;
import thunderpool.accounting.payout.Spoken;
import thunderpool.accounting.reward.Fees;
import thunderpool.accounting.reward.Rewards;
import thunderpool.accounting.window.Credit;
import thunderpool.accounting.window.PplnsWindow;
import thunderpool.accounting.window.ShareFold;
import thunderpool.accounting.window.WindowRetention;
import thunderpool.bitcoin.Chain;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;
import thunderpool.runtime.sql.Transactions;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.Judgement;
import thunderpool.topics.PayoutRequested;
import thunderpool.topics.PayoutSettled;
import thunderpool.topics.Received;
import thunderpool.work.Slice;

/**
 * The whole service as a function of records and time. Each batch is one transaction together with its positions, so a
 * crash or a second reader can neither lose a record nor count it twice. Hosts bring storage, transactions and records:
 * Spring with PostgreSQL and Kafka, or the simulation with memory.
 *
 * <p>Methods for records may run beside each other and on several instances; {@link #tick} is for one instance at a time.
 */
public final class Accounting {

    private static final Logger LOG = LoggerFactory.getLogger(Accounting.class);

    /** What a batch of judgements came to. */
    public record Folded(int credited, int rejected, int rows) {}

    /** What a tick did: blocks split, epochs closed, newest slice that every partition has sealed. */
    public record Ticked(int blocksSplit, int epochsClosed, long sealedThrough) {}

    /**
     * What operators watch besides the audit.
     *
     * @param alarms that stand; any of them stops payouts
     * @param openEpoch number of the oldest epoch that is not closed, 0 before the first was
     * @param oldestImmature slice in which the oldest block was solved that is neither mature nor orphaned; empty without one
     */
    public record Overview(
            int alarms, Map<BlockChanged.State, Long> blocks, long openEpoch, OptionalLong oldestImmature) {}

    /** The network's difficulty may rise this much until the pool's next block, and its window is still whole. */
    private static final BigInteger WINDOWS_KEPT = BigInteger.valueOf(8);

    private static final String LOG_BEHIND = "log-behind";
    private static final String NEW_LOG = "new-log";

    private final AccountingRules rules;
    private final String chain;
    private final Stores stores;
    private final Transactions transactions;
    private final Positions positions;
    private final Credit credit;
    private final Bookkeeper bookkeeper;
    private final Fees fees;
    private final Rewards rewards;
    private final Epochs epochs;
    private final WindowRetention retention;
    private final PayoutDesk payoutDesk;
    private final CommandDesk commandDesk;

    /** Of a host whose books were never restored. */
    public Accounting(AccountingRules rules, Stores stores, Transactions transactions, Positions positions) {
        this(rules, stores, transactions, positions, Spoken.NOTHING);
    }

    /** @param spoken what the log says of orders that the books do not know */
    public Accounting(
            AccountingRules rules, Stores stores, Transactions transactions, Positions positions, Spoken spoken) {
        this.rules = rules;
        this.chain = rules.chain();
        this.retention = new WindowRetention(stores.contributions());
        this.stores = stores;
        this.transactions = transactions;
        this.positions = positions;
        this.credit = new Credit(Chain.byName(chain).difficultyOne());
        this.bookkeeper = new Bookkeeper(chain, stores.ledger(), stores.accounts(), stores.outgoing());
        PayoutDesk.Books books = new PayoutDesk.Books(stores.ledger(), bookkeeper, stores.alarms());
        this.fees = new Fees(chain, stores.fees(), stores.outgoing());
        this.rewards = new Rewards(
                stores.blocks(),
                new PplnsWindow(stores.contributions()),
                new Rewards.Terms(rules.rewards(), fees),
                stores.accounts(),
                new Rewards.Books(bookkeeper, stores.alarms()));
        this.epochs =
                new Epochs(chain, rules.slicesPerEpoch(), stores.contributions(), stores.blocks(), stores.epochs());
        this.payoutDesk = new PayoutDesk(
                chain,
                stores.accounts(),
                books,
                new PayoutDesk.Words(stores.reservations(), stores.outgoing(), spoken));
        this.commandDesk = new CommandDesk(stores.accounts(), books, fees, stores.answers(), stores.outgoing());
    }

    /** To be called once before the others: what is configured becomes the first values, on the first start of all. */
    public void start() {
        money(0, () -> {
            fees.start(rules.rewards());
            return true;
        });
    }

    /** Credits shares and takes seals; judgements of other chains only move the position. */
    public Folded onJudgements(List<Received<Judgement>> batch) {
        return transactions.run(() -> {
            positions.advance(batch);
            ShareFold fold = new ShareFold(credit, stores.seals().sealed());
            for (Received<Judgement> received : batch) {
                if (received.value().chain().equals(chain)) {
                    fold.add(received.value());
                }
            }
            return write(fold, batch.isEmpty() ? 0 : batch.getFirst().appendTimeMs());
        });
    }

    private Folded write(ShareFold fold, long atMs) {
        var contributions = fold.contributions();
        if (!contributions.isEmpty()) {
            stores.accounts().ensure(fold.miners(), atMs);
            stores.contributions().add(contributions);
        }
        stores.contributions().addRejections(fold.rejections());
        ShareFold.Breach breach = fold.breach();
        if (breach != null) {
            stores.alarms()
                    .raise(
                            "seal-broken",
                            "partition " + breach.partition() + " sent a share of slice " + breach.slice()
                                    + " behind its seal of " + breach.sealed(),
                            atMs);
        }
        stores.seals().seal(fold.seals());
        return new Folded(fold.credited(), fold.rejected(), contributions.size());
    }

    public void onBlockChanged(List<Received<BlockChanged>> batch) {
        each(batch, record -> record.chain().equals(chain), rewards::onBlockChanged);
    }

    /**
     * Each in its own transaction: in books that were restored an account's second order waits for the first one's end,
     * which waits for the first one's beginning. In one transaction none of them would ever be folded.
     */
    public void onPayoutRequested(List<Received<PayoutRequested>> batch) {
        batch.forEach(order -> each(List.of(order), record -> record.chain().equals(chain), payoutDesk::onRequested));
    }

    /** Each in its own transaction, as {@link #onPayoutRequested}. */
    public void onPayoutSettled(List<Received<PayoutSettled>> batch) {
        batch.forEach(end -> each(List.of(end), record -> record.chain().equals(chain), payoutDesk::onSettled));
    }

    public void onAdminCommand(List<Received<AdminCommand>> batch) {
        each(batch, record -> true, commandDesk::onCommand);
    }

    private <T> void each(List<Received<T>> batch, Predicate<T> isOurs, Consumer<Received<T>> handler) {
        if (batch.isEmpty()) {
            return;
        }
        money(batch.getLast().appendTimeMs(), () -> {
            positions.advance(batch);
            batch.stream().filter(received -> isOurs.test(received.value())).forEach(handler);
            return true;
        });
    }

    /**
     * Splits the blocks and closes the epochs whose slices are sealed, each in its own transaction: after a long silence
     * it catches up in one call.
     *
     * @param nowMs for the time of alarms alone; nothing that is paid depends on it
     * @param log asked before a block is split, so that no fee decided before it is missed, and before an epoch is closed,
     *     so that its statements miss no block whose record is on the log
     */
    public Ticked tick(long nowMs, LogReading log) {
        long sealedThrough = transactions.run(() -> stores.seals().sealedThrough(Judgement.TOPIC.partitions()));
        int split = splitAll(sealedThrough, nowMs, log);
        int closed = 0;
        OptionalLong due = transactions.run(() -> epochs.due(sealedThrough));
        if (due.isPresent() && log.hasBlocksSince(Slice.startMs(due.getAsLong()))) {
            // What was unread a moment ago may be a block of these epochs.
            split += splitAll(sealedThrough, nowMs, log);
            while (isAllSplit(sealedThrough)
                    && money(nowMs, () -> epochs.closeNext(sealedThrough, stores.outgoing()))) {
                closed++;
            }
        }
        return new Ticked(split, closed, sealedThrough);
    }

    private int splitAll(long sealedThrough, long nowMs, LogReading log) {
        int split = 0;
        while (true) {
            OptionalLong next = transactions.run(() -> rewards.nextSlice(sealedThrough));
            if (next.isEmpty() || !log.hasCommandsBefore(Slice.startMs(next.getAsLong()))) {
                return split;
            }
            money(nowMs, () -> rewards.splitNext(next.getAsLong()));
            split++;
        }
    }

    private boolean isAllSplit(long sealedThrough) {
        return transactions.run(() -> rewards.nextSlice(sealedThrough)).isEmpty();
    }

    /**
     * Forgets contributions that no reward can look back to: older than {@code keepSinceMs}, of a closed epoch, and behind
     * eight times the window of the newest block. Each call forgets at most an hour of them.
     *
     * @return whether there may be more
     */
    public boolean forget(long keepSinceMs) {
        return transactions.run(() -> {
            OptionalInt nbits = stores.blocks().newestNbits();
            if (nbits.isEmpty()) {
                return false;
            }
            BigInteger keepWork = rules.rewards().windowWork(nbits.getAsInt()).multiply(WINDOWS_KEPT);
            return retention.forget(Math.min(Slice.at(keepSinceMs), epochs.firstOpenSlice()), keepWork);
        });
    }

    /**
     * The log ends before what these books have folded of it: it is not the log they were made from. Nothing is read of it
     * until a person has said where to read on, and nothing is reserved.
     */
    public void logBehind(String detail, long atMs) {
        transactions.run(() -> {
            stores.alarms().raise(LOG_BEHIND, detail, atMs);
            return true;
        });
    }

    /** Whether the log was found to be behind, by this process or an earlier one, and nobody has cleared it. */
    public boolean isLogBehind() {
        return transactions.run(() -> stores.alarms().stands(LOG_BEHIND));
    }

    /** The topics are not those these books were folded from: nothing is reserved until a person has looked. */
    public void logIsAnother(String detail, long atMs) {
        transactions.run(() -> {
            stores.alarms().raise(NEW_LOG, detail, atMs);
            return true;
        });
    }

    /**
     * The log was lost and these books go on with a new one: it is told what holds of every account. What the old log had
     * and these books had not folded is gone, so nothing is reserved until a person has looked.
     */
    public void beginOnNewLog(String detail, long atMs) {
        money(atMs, () -> {
            stores.alarms().clearKind(LOG_BEHIND, "database.new-log", detail, atMs);
            stores.alarms().raise(NEW_LOG, detail, atMs);
            bookkeeper.tell(stores.accounts().scripts());
            fees.tellAgain();
            return true;
        });
    }

    /** Compares all money with its transfers; a failed invariant stops payouts until an operator clears it. */
    public LedgerAudit audit(long nowMs, Ledger.Scope scope) {
        return transactions.run(() -> {
            LedgerAudit audit = stores.ledger().audit(scope);
            audit.findings().forEach(finding -> stores.alarms().raise("ledger-audit", finding, nowMs));
            return audit;
        });
    }

    public Overview overview() {
        return transactions.run(() -> new Overview(
                stores.alarms().standing(),
                stores.blocks().countByState(),
                Math.floorDiv(epochs.firstOpenSlice(), rules.slicesPerEpoch()),
                stores.blocks().oldestImmature()));
    }

    /** A contradiction undoes the transaction, but not the alarm about it; the caller comes to a stop with it. */
    private <T> T money(long atMs, Supplier<T> work) {
        try {
            return transactions.run(() -> {
                stores.ledger().lock();
                return work.get();
            });
        } catch (Ledger.ContradictionException contradiction) {
            LOG.atError()
                    .addKeyValue(LogKey.EVENT, LogEvent.ALARM_RAISED)
                    .addKeyValue(LogKey.ALARM, "ledger-contradiction")
                    .setCause(contradiction)
                    .log("contradiction in the ledger");
            transactions.run(() -> {
                stores.alarms().raise("ledger-contradiction", String.valueOf(contradiction.getMessage()), atMs);
                return true;
            });
            throw contradiction;
        }
    }
}

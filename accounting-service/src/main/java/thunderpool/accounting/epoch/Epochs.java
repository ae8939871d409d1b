package thunderpool.accounting.epoch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.accounting.account.Account;
import thunderpool.accounting.ledger.Outgoing;
import thunderpool.accounting.reward.BlockBook;
import thunderpool.accounting.window.AccountTally;
import thunderpool.accounting.window.ContributionStore;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;
import thunderpool.topics.EpochClosed;
import thunderpool.topics.StatementIssued;
import thunderpool.work.RewardSystem;
import thunderpool.work.Slice;
import thunderpool.work.Work;

/**
 * Closes epochs, oldest first, once every partition has sealed the slice behind their last: brokers whose clocks differ by
 * less than a slice still put a block's record in before its epoch closes. What comes later all the same is stated by the
 * first epoch that is open. An epoch in which nobody worked and no block came has no row: years of silence are skipped in
 * one step.
 */
public final class Epochs {

    private static final Logger LOG = LoggerFactory.getLogger(Epochs.class);

    private record StatementKey(Script account, RewardSystem rewardSystem) {
        static final Comparator<StatementKey> ORDER = Comparator.comparing(StatementKey::account, Account.BY_SCRIPT)
                .thenComparing(StatementKey::rewardSystem);
    }

    private final String chain;
    private final int slicesPerEpoch;
    private final ContributionStore contributions;
    private final BlockBook blocks;
    private final EpochBook book;

    public Epochs(String chain, int slicesPerEpoch, ContributionStore contributions, BlockBook blocks, EpochBook book) {
        this.chain = chain;
        this.slicesPerEpoch = slicesPerEpoch;
        this.contributions = contributions;
        this.blocks = blocks;
        this.book = book;
    }

    /** First slice of the oldest epoch that has something in it, may be closed and is not. */
    public OptionalLong due(long sealedThrough) {
        long lastSlice = nextEnd();
        return isOver(lastSlice, sealedThrough)
                ? OptionalLong.of(lastSlice - slicesPerEpoch + 1)
                : OptionalLong.empty();
    }

    private static boolean isOver(long lastSlice, long sealedThrough) {
        return lastSlice < sealedThrough;
    }

    /** The first slice that belongs to no closed epoch. */
    public long firstOpenSlice() {
        return book.nextSlice(slicesPerEpoch);
    }

    /** Last slice of the oldest epoch that is not closed and has something in it. */
    private long nextEnd() {
        long from = book.nextSlice(slicesPerEpoch);
        long first = Math.min(
                contributions.firstSliceFrom(from).orElse(Long.MAX_VALUE),
                blocks.firstSliceFrom(from).orElse(Long.MAX_VALUE));
        return first == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : Math.floorDiv(first, slicesPerEpoch) * (long) slicesPerEpoch + slicesPerEpoch - 1;
    }

    /**
     * Closes the next epoch that has something in it, inside a transaction that holds the ledger's lock. Blocks up to the
     * sealed slice are split and the block log is read to its end.
     *
     * @param sealedThrough newest slice that every partition has sealed
     * @return false when none can be closed now
     */
    public boolean closeNext(long sealedThrough, Outgoing outgoing) {
        long lastSlice = nextEnd();
        if (!isOver(lastSlice, sealedThrough)) {
            return false;
        }
        close(Math.floorDiv(lastSlice, slicesPerEpoch), lastSlice, outgoing);
        book.moveTo(lastSlice + 1);
        return true;
    }

    private void close(long epoch, long lastSlice, Outgoing outgoing) {
        long firstSlice = lastSlice - slicesPerEpoch + 1;
        BlockBook.Earnings earnings = blocks.state(epoch, lastSlice);
        List<StatementIssued> statements =
                statements(epoch, contributions.tallies(firstSlice, lastSlice), earnings.credits());
        long shares = 0;
        Work work = Work.ZERO;
        for (StatementIssued statement : statements) {
            shares += statement.shares();
            work = work.plus(statement.work());
        }
        EpochClosed closed =
                new EpochClosed(chain, epoch, firstSlice, lastSlice, shares, work, statements.size(), earnings.total());
        // The end of its last slice: a time that every replay gives again.
        book.close(closed, statements, Slice.startMs(lastSlice + 1));
        statements.forEach(statement -> outgoing.put(StatementIssued.TOPIC, statement));
        outgoing.put(EpochClosed.TOPIC, closed);
        LOG.atInfo()
                .addKeyValue(LogKey.EVENT, LogEvent.EPOCH_CLOSED)
                .addKeyValue(LogKey.EPOCH, epoch)
                .addKeyValue(LogKey.AMOUNT, earnings.total().value())
                .log("epoch closed: {} shares, {} statements", shares, statements.size());
    }

    private List<StatementIssued> statements(long epoch, List<AccountTally> tallies, List<BlockBook.Credit> credits) {
        Map<StatementKey, Sats> rewards = new TreeMap<>(StatementKey.ORDER);
        Map<StatementKey, AccountTally> work = new TreeMap<>(StatementKey.ORDER);
        for (BlockBook.Credit credit : credits) {
            rewards.merge(new StatementKey(credit.account(), credit.rewardSystem()), credit.amount(), Sats::plus);
        }
        for (AccountTally tally : tallies) {
            StatementKey key = new StatementKey(tally.account(), tally.rewardSystem());
            work.put(key, tally);
            rewards.putIfAbsent(key, Sats.ZERO);
        }
        List<StatementIssued> statements = new ArrayList<>(rewards.size());
        rewards.forEach((key, reward) -> {
            AccountTally none = new AccountTally(key.account(), key.rewardSystem(), 0, Work.ZERO);
            AccountTally tally = work.getOrDefault(key, none);
            statements.add(new StatementIssued(
                    chain, epoch, key.account(), key.rewardSystem(), tally.shares(), tally.work(), reward));
        });
        return statements;
    }
}

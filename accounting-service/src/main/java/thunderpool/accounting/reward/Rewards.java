package thunderpool.accounting.reward;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.accounting.account.Account;
import thunderpool.accounting.account.Accounts;
import thunderpool.accounting.ledger.Alarms;
import thunderpool.accounting.ledger.Bookkeeper;
import thunderpool.accounting.reward.BlockBook.Change;
import thunderpool.accounting.window.PplnsWindow;
import thunderpool.bitcoin.Script;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.Received;
import thunderpool.work.RewardSystem;
import thunderpool.work.Slice;

/**
 * Follows the blocks. The chain's story may run ahead of the shares: it is only written down until every partition has
 * sealed the block's slice; then the reward is split once, and the ledger catches up with the story.
 */
public final class Rewards {

    private static final Logger LOG = LoggerFactory.getLogger(Rewards.class);

    private final BlockBook blocks;
    private final PplnsWindow window;
    private final RewardRules rules;
    private final Fees fees;
    private final Accounts accounts;
    private final Bookkeeper bookkeeper;
    private final Alarms alarms;

    public Rewards(BlockBook blocks, PplnsWindow window, Terms terms, Accounts accounts, Books books) {
        this.blocks = blocks;
        this.window = window;
        this.rules = terms.rules();
        this.fees = terms.fees();
        this.accounts = accounts;
        this.bookkeeper = books.bookkeeper();
        this.alarms = books.alarms();
    }

    /** What a reward is split by. */
    public record Terms(RewardRules rules, Fees fees) {}

    /** Where money is written and alarms are raised. */
    public record Books(Bookkeeper bookkeeper, Alarms alarms) {}

    /** Inside a transaction that holds the ledger's lock. */
    public void onBlockChanged(Received<BlockChanged> received) {
        BlockChanged record = received.value();
        Change change = new Change(
                record.version(), record.state(), Slice.at(received.appendTimeMs()), received.appendTimeMs());
        Optional<PoolBlock> known = blocks.find(record.blockId());
        if (known.isEmpty()) {
            blocks.save(PoolBlock.first(record, change.slice()));
            blocks.addChange(record.blockId(), change);
            LOG.atInfo()
                    .addKeyValue(LogKey.EVENT, LogEvent.BLOCK_BOOKED)
                    .addKeyValue(LogKey.BLOCK, record.blockId())
                    .addKeyValue(LogKey.HEIGHT, record.height())
                    .addKeyValue(LogKey.AMOUNT, record.reward().value())
                    .log("block is {}: to split by slice {}", record.state(), change.slice());
            return;
        }
        PoolBlock block = known.get();
        if (record.version() <= block.version()) {
            return;
        }
        if (!block.agreesWith(record)) {
            alarms.raise(
                    "block-contradiction",
                    "block " + block.id() + " changed its height, reward or target with version " + record.version(),
                    change.atMs());
            return;
        }
        blocks.addChange(block.id(), change);
        PoolBlock next = block.next(record);
        blocks.save(next.split() ? follow(next, List.of(change)) : next);
    }

    /** The slice of the next block that can be split; empty when there is none. */
    public OptionalLong nextSlice(long sealedThrough) {
        return blocks.firstUnsplit(sealedThrough)
                .map(block -> OptionalLong.of(block.slice()))
                .orElse(OptionalLong.empty());
    }

    /**
     * Splits the next block that can be split.
     *
     * @param sealedThrough newest slice that every partition has sealed
     * @return false when there is none
     */
    public boolean splitNext(long sealedThrough) {
        Optional<PoolBlock> next = blocks.firstUnsplit(sealedThrough);
        next.ifPresent(this::split);
        return next.isPresent();
    }

    private void split(PoolBlock block) {
        RewardSystem system = block.finder().rewardSystem();
        List<Change> story = blocks.story(block.id());
        accounts.ensure(List.of(block.finder()), story.getFirst().atMs());
        RewardSplit split = RewardSplit.of(
                block.reward(),
                fees.basisPoints(system, block.slice()),
                weights(block),
                block.finder().account());
        blocks.addCredits(block.id(), split.credits());
        blocks.save(follow(block.splitWith(split.fee()), story));
        LOG.atInfo()
                .addKeyValue(LogKey.EVENT, LogEvent.BLOCK_SPLIT)
                .addKeyValue(LogKey.BLOCK, block.id())
                .addKeyValue(LogKey.AMOUNT, block.reward().value())
                .log(
                        "block is split: {} sat fee, {} accounts",
                        split.fee().value(),
                        split.credits().size());
    }

    private SortedMap<Script, BigInteger> weights(PoolBlock block) {
        return switch (block.finder().rewardSystem()) {
            case PPLNS -> window.weights(block.slice(), rules.windowWork(block.nbits()));
            case SOLO -> new TreeMap<>(Account.BY_SCRIPT);
        };
    }

    private PoolBlock follow(PoolBlock block, List<Change> story) {
        BlockMoney money = BlockMoney.follow(block, blocks.credits(block.id()), story);
        bookkeeper.post(money.transfers());
        if (money.lost()) {
            alarms.raise(
                    "matured-block-lost",
                    "block " + block.id() + " left the chain after its reward became payable",
                    story.getLast().atMs());
        }
        return block.at(money.position());
    }
}

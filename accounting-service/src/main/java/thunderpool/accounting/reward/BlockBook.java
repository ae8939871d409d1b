package thunderpool.accounting.reward;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.topics.BlockChanged;
import thunderpool.work.RewardSystem;

/** The pool's blocks, their stories and their splits. Every method runs inside the caller's transaction. */
public interface BlockBook {

    /**
     * One step of a block's story.
     *
     * @param slice of its append time
     * @param atMs its append time
     */
    record Change(long version, BlockChanged.State state, long slice, long atMs) {}

    /** An account's part of a block's reward. */
    record Credit(Script account, RewardSystem rewardSystem, Sats amount) {}

    /**
     * What the blocks of an epoch's statements brought.
     *
     * @param total with fees
     * @param credits of all those blocks, an account as often as it was credited
     */
    record Earnings(Sats total, List<Credit> credits) {}

    Optional<PoolBlock> find(Hash256 id);

    /** Writes a block, new or known. */
    void save(PoolBlock block);

    void addChange(Hash256 id, Change change);

    /** A block's story, in order of versions. */
    List<Change> story(Hash256 id);

    void addCredits(Hash256 id, SortedMap<Script, Sats> credits);

    SortedMap<Script, Sats> credits(Hash256 id);

    /**
     * The first block, by slice, height and id, whose slice is not behind the given one and whose reward is still to be
     * split. What no node ever accepted is not split; what one accepted is, whatever became of it since.
     */
    Optional<PoolBlock> firstUnsplit(long throughSlice);

    Map<BlockChanged.State, Long> countByState();

    /** Slice in which the oldest block was solved that is neither mature nor orphaned; empty without one. */
    OptionalLong oldestImmature();

    /** Compact target of the highest block; empty while there is none. */
    OptionalInt newestNbits();

    /**
     * The first slice from this one on in which a block came, or in which one that no epoch has stated was in the chain.
     * One that is there already is late for its own slice: the answer is this slice then.
     */
    OptionalLong firstSliceFrom(long slice);

    /**
     * Gives an epoch the split blocks that no earlier one has stated and that, by the records up to its last slice, are
     * in the chain. What the log says later is not looked at, so that the answer does not hang on when it is asked for.
     */
    Earnings state(long epoch, long lastSlice);
}

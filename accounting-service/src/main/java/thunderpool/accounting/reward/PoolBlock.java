package thunderpool.accounting.reward;

import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.topics.BlockChanged;
import thunderpool.work.Miner;

/**
 * A block of the pool and where its money is.
 *
 * @param version newest of its story that was read
 * @param state newest of its story
 * @param reward what its coinbase pays us, never changed
 * @param nbits compact network target
 * @param slice that its reward is split by: of the append time of the first record about it
 * @param split whether its credits are computed
 * @param fee the pool's part of the reward, zero before the split
 * @param position where the reward is in the ledger
 */
public record PoolBlock(
        Hash256 id,
        long version,
        BlockChanged.State state,
        int height,
        Sats reward,
        int nbits,
        Miner finder,
        long slice,
        boolean split,
        Sats fee,
        Position position) {

    /** Where a block's whole reward stands in the ledger. */
    public enum Position {
        NONE,
        IMMATURE,
        PAYABLE
    }

    static PoolBlock first(BlockChanged record, long slice) {
        return new PoolBlock(
                record.blockId(),
                record.version(),
                record.state(),
                record.height(),
                record.reward(),
                record.nbits(),
                record.finder(),
                slice,
                false,
                Sats.ZERO,
                Position.NONE);
    }

    PoolBlock next(BlockChanged record) {
        return new PoolBlock(
                id, record.version(), record.state(), height, reward, nbits, finder, slice, split, fee, position);
    }

    PoolBlock splitWith(Sats poolFee) {
        return new PoolBlock(id, version, state, height, reward, nbits, finder, slice, true, poolFee, position);
    }

    PoolBlock at(Position now) {
        return new PoolBlock(id, version, state, height, reward, nbits, finder, slice, split, fee, now);
    }

    /** Whether the record speaks of the same block: what a hash commits to can not change. */
    boolean agreesWith(BlockChanged record) {
        return height == record.height() && reward.equals(record.reward()) && nbits == record.nbits();
    }
}

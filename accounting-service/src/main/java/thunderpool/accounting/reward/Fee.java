package thunderpool.accounting.reward;

import thunderpool.work.RewardSystem;

/**
 * A decision about what the pool keeps of blocks.
 *
 * @param rewardSystem of the miner that finds the block
 * @param version counts the decisions for this system; 0 as first configured
 * @param basisPoints hundredths of a percent, 0 to 10,000
 * @param fromSlice first slice whose blocks pay it
 */
public record Fee(RewardSystem rewardSystem, long version, int basisPoints, long fromSlice) {

    public Fee {
        if (basisPoints < 0 || basisPoints > 10_000) {
            throw new IllegalArgumentException("a fee is 0 to 10000 basis points, not " + basisPoints);
        }
    }
}

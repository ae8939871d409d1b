package thunderpool.payout.batch;

import thunderpool.bitcoin.Sats;

/**
 * Bounds of every transaction we make.
 *
 * @param maxOrders orders in one transaction
 * @param maxWeight weight units; nodes relay up to 400,000
 * @param dust smallest output worth making; anything smaller goes to the fee
 * @param minFeeRate satoshi per virtual byte
 * @param maxFeeRate satoshi per virtual byte: no estimate, however wild, makes us pay more
 * @param fallbackFeeRate when the node has no estimate yet
 */
public record BatchRules(int maxOrders, int maxWeight, Sats dust, int minFeeRate, int maxFeeRate, int fallbackFeeRate) {

    private static final int STANDARD_WEIGHT = 400_000;

    /** Bitcoin Core's dust of a p2pkh output at its default relay fee; no standard output needs more. */
    private static final Sats LEAST_DUST = Sats.of(546);

    public BatchRules {
        require(maxOrders >= 1 && maxOrders <= 2_000, "max-orders must be 1 to 2000, not " + maxOrders);
        require(
                maxWeight >= 4_000 && maxWeight <= STANDARD_WEIGHT,
                "max-weight must be 4000 to " + STANDARD_WEIGHT + ", not " + maxWeight);
        require(!dust.isLessThan(LEAST_DUST), "dust must be at least " + LEAST_DUST.value() + " satoshi");
        require(
                minFeeRate >= 1 && minFeeRate <= maxFeeRate && maxFeeRate <= 10_000,
                "fee rates must be 1 <= min-fee-rate <= max-fee-rate <= 10000");
        require(
                fallbackFeeRate >= minFeeRate && fallbackFeeRate <= maxFeeRate,
                "fallback-fee-rate must lie between min-fee-rate and max-fee-rate");
    }

    /** Small round numbers that suit Bitcoin and Litecoin alike. */
    public static BatchRules defaults() {
        return new BatchRules(250, 100_000, Sats.of(1_000), 1, 200, 5);
    }

    /** The rate within the bounds. */
    public int bounded(int feeRate) {
        return Math.max(minFeeRate, Math.min(maxFeeRate, feeRate));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("batch rules: " + otherwise);
        }
    }
}

package thunderpool.accounting;

import thunderpool.accounting.reward.RewardRules;
import thunderpool.bitcoin.Chain;

/**
 * What decides who earns what: all that the core is told.
 *
 * @param chain name of the chain whose records are folded; those of others are passed over
 * @param slicesPerEpoch ten-second slices of an epoch, 1 to 8,640; fixed for the life of a database
 * @param rewards fees and window
 */
public record AccountingRules(String chain, int slicesPerEpoch, RewardRules rewards) {

    private static final int SLICES_A_DAY = 8_640;

    public AccountingRules {
        Chain.byName(chain);
        if (slicesPerEpoch < 1 || slicesPerEpoch > SLICES_A_DAY) {
            throw new IllegalArgumentException("an epoch is 1 to 8640 slices, not " + slicesPerEpoch);
        }
    }
}

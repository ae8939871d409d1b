package thunderpool.payout.saga;

import java.time.Duration;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Sats;
import thunderpool.payout.batch.BatchRules;

/**
 * How the saga behaves.
 *
 * @param minimum smallest payable balance of new schedules
 * @param leastMinimum no schedule may go below: a smaller payment costs more than it is worth
 * @param defaultScheme when a port's tag names no scheme
 * @param dueInterval between looks for due accounts
 * @param gather how long the oldest reserved order waits for company before a transaction is made
 * @param refusalPause how long a refused account is left alone
 * @param inputConfirmations of our own change before it is spent again; coins of others need settleConfirmations at least
 * @param settleConfirmations at which an order is settled
 * @param watchConfirmations at which a family is over, one way or the other
 * @param feeTargetBlocks asked of the fee estimate
 * @param stuckBlocks without a confirmation before a replacement is made
 * @param rebroadcastInterval between broadcasts of what is not confirmed
 */
public record PayoutRules(
        Chain chain,
        Sats minimum,
        Sats leastMinimum,
        String defaultScheme,
        Duration dueInterval,
        Duration gather,
        Duration refusalPause,
        int inputConfirmations,
        int settleConfirmations,
        int watchConfirmations,
        int feeTargetBlocks,
        int stuckBlocks,
        Duration rebroadcastInterval,
        BatchRules batch) {

    public PayoutRules {
        require(
                !minimum.isLessThan(leastMinimum) && !leastMinimum.isLessThan(batch.dust()),
                "minimum >= least-minimum >= dust must hold, or orders are made that cannot be paid");
        require(
                !dueInterval.isNegative() && !gather.isNegative() && !refusalPause.isNegative(),
                "intervals must not be negative");
        require(inputConfirmations >= 1, "input-confirmations must be at least 1");
        require(
                settleConfirmations >= 1 && watchConfirmations > settleConfirmations,
                "1 <= settle-confirmations < watch-confirmations must hold");
        require(feeTargetBlocks >= 1 && feeTargetBlocks <= 1008, "fee-target-blocks must be 1 to 1008");
        require(stuckBlocks >= 1, "stuck-blocks must be at least 1");
        require(rebroadcastInterval.isPositive(), "rebroadcast-interval must be positive");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("payout rules: " + otherwise);
        }
    }
}

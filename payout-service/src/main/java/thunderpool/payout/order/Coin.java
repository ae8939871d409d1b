package thunderpool.payout.order;

import thunderpool.bitcoin.OutPoint;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;

/**
 * A confirmed coin of the pool's wallet.
 *
 * @param script that locks it; its form decides the size of the input
 */
public record Coin(OutPoint outPoint, Sats value, Script script, int confirmations) {}

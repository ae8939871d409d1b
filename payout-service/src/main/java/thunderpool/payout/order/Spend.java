package thunderpool.payout.order;

import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.OutPoint;

/** A transaction in the active chain spends an output of ours. */
public record Spend(OutPoint outPoint, Hash256 spender, int height) {}

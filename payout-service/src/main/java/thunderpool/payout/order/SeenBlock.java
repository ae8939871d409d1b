package thunderpool.payout.order;

import thunderpool.bitcoin.Hash256;

/** A block of the active chain as we followed it. */
public record SeenBlock(int height, Hash256 id) {}

package thunderpool.lab.devnode.chain;

/**
 * A coin.
 *
 * @param sats value in satoshis
 * @param scriptHex scriptPubKey in lower-case hex (a String so that it can be a key)
 * @param height height of the block that made it; the next block's height while it is in the mempool
 * @param coinbase whether it must mature before it can be spent
 */
public record UnspentOutput(long sats, String scriptHex, int height, boolean coinbase) {}

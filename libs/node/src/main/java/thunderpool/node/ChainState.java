package thunderpool.node;

import java.math.BigInteger;
import thunderpool.bitcoin.Hash256;

/**
 * A reply to {@code getblockchaininfo}.
 *
 * @param chain Core's name: main, test, testnet4, signet, regtest
 * @param height of the tip of the active chain
 * @param headers height of the best header known
 * @param tip id of the active chain's tip
 * @param chainWork hashes expected to have made the active chain
 * @param initialDownload whether the node still catches up
 * @param medianTime of the last eleven blocks, Unix seconds
 */
public record ChainState(
        String chain,
        int height,
        int headers,
        Hash256 tip,
        BigInteger chainWork,
        boolean initialDownload,
        long medianTime) {}

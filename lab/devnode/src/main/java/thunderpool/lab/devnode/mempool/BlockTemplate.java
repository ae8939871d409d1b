package thunderpool.lab.devnode.mempool;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import org.bitcoinj.core.Transaction;
import thunderpool.lab.devnode.chain.ChainEntry;
import thunderpool.lab.devnode.chain.DifficultyRule;
import thunderpool.lab.devnode.chain.Merkle;

/**
 * A block to be mined, all but its coinbase.
 *
 * @param parent the tip it builds on
 * @param version header version, with the deployments that Core would signal
 * @param bits compact target that the chain demands
 * @param minTimeSeconds smallest header time that is allowed
 * @param currentTimeSeconds header time proposed, never below the smallest
 * @param coinbaseSats subsidy and fees
 * @param items the transactions, parents before children
 * @param mempoolUpdates the mempool's counter when it was built; half of the long poll id
 */
public record BlockTemplate(
        ChainEntry parent,
        long version,
        long bits,
        long minTimeSeconds,
        long currentTimeSeconds,
        long coinbaseSats,
        List<Item> items,
        long mempoolUpdates) {
    private static final byte[] RESERVED = new byte[32];

    /** A transaction of the template; {@code depends} are 1-based positions of its parents in the list. */
    public record Item(MempoolEntry entry, List<Integer> depends) {}

    public BlockTemplate {
        items = List.copyOf(items);
    }

    public int height() {
        return parent.height() + 1;
    }

    public BigInteger target() {
        return DifficultyRule.target(bits);
    }

    public List<Transaction> transactions() {
        return items.stream().map(item -> item.entry().tx()).toList();
    }

    /** The scriptPubKey that commits to the witnesses with a reserved value of 32 zero bytes (BIP 141), in hex. */
    public String commitmentScriptHex() {
        byte[] commitment = Merkle.commitment(Merkle.witnessRoot(transactions()), RESERVED);
        return Merkle.COMMITMENT_PREFIX_HEX + HexFormat.of().formatHex(commitment);
    }

    public String longPollId() {
        return parent.hash().toString() + mempoolUpdates;
    }
}

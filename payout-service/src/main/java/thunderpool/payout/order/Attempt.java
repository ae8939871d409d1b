package thunderpool.payout.order;

import java.util.List;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Transaction;

/**
 * One signed transaction, stored before anyone else could see it.
 *
 * @param number of the family's earlier attempts
 * @param orderIds orders it pays, in the order of its outputs
 * @param feeRate satoshi per virtual byte it was planned with
 * @param storedHeight height of the chain when it was stored
 * @param accepted whether a node took it into its mempool once; says nothing about now
 */
public record Attempt(
        Hash256 txid,
        int number,
        Transaction signed,
        List<Hash256> orderIds,
        int feeRate,
        long storedAtMs,
        int storedHeight,
        boolean accepted) {

    public Attempt {
        orderIds = List.copyOf(orderIds);
        if (!signed.txid().equals(txid)) {
            throw new IllegalArgumentException("attempt " + txid + " holds the bytes of " + signed.txid());
        }
    }
}

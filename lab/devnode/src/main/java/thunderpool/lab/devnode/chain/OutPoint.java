package thunderpool.lab.devnode.chain;

import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionInput;

/** One output of one transaction; a plain key, unlike bitcoinj's, which drags its transaction along. */
public record OutPoint(Sha256Hash txid, long vout) {
    public static OutPoint spentBy(TransactionInput input) {
        return new OutPoint(input.getOutpoint().hash(), input.getOutpoint().index());
    }

    public static OutPoint of(Transaction tx, int vout) {
        return new OutPoint(tx.getTxId(), vout);
    }
}

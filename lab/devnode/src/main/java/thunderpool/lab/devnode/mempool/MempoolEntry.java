package thunderpool.lab.devnode.mempool;

import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Transaction;

/**
 * An unconfirmed transaction.
 *
 * @param feeSats what its inputs leave over
 * @param vsize virtual size in bytes, signature operations included
 * @param sigOpsCost BIP 141 cost
 * @param timeSeconds when it came in
 * @param height height of the tip when it came in
 * @param sequence order of arrival
 */
public record MempoolEntry(
        Transaction tx, long feeSats, int vsize, int sigOpsCost, long timeSeconds, int height, long sequence) {
    public Sha256Hash txid() {
        return tx.getTxId();
    }
}

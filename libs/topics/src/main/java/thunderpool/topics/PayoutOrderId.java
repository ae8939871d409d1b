package thunderpool.topics;

import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Sha256d;

/** Order ids are computed, not drawn: H(chain, account, n), so asking twice is asking once. */
public final class PayoutOrderId {

    private PayoutOrderId() {}

    /**
     * @param sequence number of the account's earlier orders, from 0
     * @return double SHA-256 over the chain's name, the script and the sequence
     */
    public static Hash256 of(String chain, Script account, long sequence) {
        RecordWriter bytes = new RecordWriter();
        bytes.text(chain);
        bytes.script(account);
        bytes.int64(sequence);
        return Sha256d.of(bytes.toByteArray());
    }
}

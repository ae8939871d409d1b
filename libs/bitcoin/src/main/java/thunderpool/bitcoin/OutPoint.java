package thunderpool.bitcoin;

/**
 * An output of an earlier transaction.
 *
 * @param index the output's number, unsigned 32 bits
 */
public record OutPoint(Hash256 txid, int index) {
    /** What a coinbase spends: nothing. */
    public static final OutPoint NULL = new OutPoint(Hash256.ZERO, -1);

    /** {@code txid:index}, as nodes and explorers write it. */
    @Override
    public String toString() {
        return txid.displayHex() + ":" + Integer.toUnsignedString(index);
    }
}

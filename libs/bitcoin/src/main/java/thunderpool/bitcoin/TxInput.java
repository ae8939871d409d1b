package thunderpool.bitcoin;

/**
 * One input of a transaction.
 *
 * @param sequence unsigned 32 bits; {@link #FINAL} switches lock time and replacement off
 */
public record TxInput(OutPoint previous, Script scriptSig, int sequence, Witness witness) {
    public static final int FINAL = 0xffff_ffff;

    /** An input without a witness. */
    public TxInput(OutPoint previous, Script scriptSig, int sequence) {
        this(previous, scriptSig, sequence, Witness.EMPTY);
    }

    static TxInput read(ByteReader in) {
        OutPoint previous = new OutPoint(in.hash(), in.int32());
        return new TxInput(previous, new Script(in.sizedBytes()), in.int32());
    }

    void write(ByteWriter out) {
        out.hash(previous.txid()).int32(previous.index());
        out.sizedBytes(scriptSig.bytes()).int32(sequence);
    }

    TxInput with(Witness stack) {
        return new TxInput(previous, scriptSig, sequence, stack);
    }
}

package thunderpool.bitcoin;

/** One output of a transaction. */
public record TxOutput(Sats value, Script script) {

    static TxOutput read(ByteReader in) {
        int start = in.position();
        long value = in.int64();
        if (value < 0 || value > Sats.MAX.value()) {
            throw new MalformedException("an output of " + value + " satoshi", start);
        }
        return new TxOutput(Sats.of(value), new Script(in.sizedBytes()));
    }

    public void write(ByteWriter out) {
        out.int64(value.value()).sizedBytes(script.bytes());
    }
}

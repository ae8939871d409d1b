package thunderpool.bitcoin;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A transaction in Bitcoin's format, with Litecoin's MWEB flag.
 *
 * @param lockTime unsigned 32 bits
 * @param mwebHex Litecoin's optional MWEB part in hexadecimal, uninterpreted: empty on Bitcoin and for most Litecoin
 *     transactions, {@code 00} for the integrating (HogEx) transaction that ends an MWEB block. It is not part
 *     of the txid.
 */
public record Transaction(int version, List<TxInput> inputs, List<TxOutput> outputs, int lockTime, String mwebHex) {
    private static final int FLAG_WITNESS = 1;
    private static final int FLAG_MWEB = 8;
    private static final String HOGEX = "00";
    private static final int LEAST_INPUT_SIZE = 41;
    private static final int LEAST_OUTPUT_SIZE = 9;
    private static final int LOCK_TIME_SIZE = 4;

    public Transaction {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** A transaction without an MWEB part. */
    public Transaction(int version, List<TxInput> inputs, List<TxOutput> outputs, int lockTime) {
        this(version, inputs, outputs, lockTime, "");
    }

    /** Reads one transaction that fills the array exactly. */
    public static Transaction parse(byte[] raw) {
        ByteReader in = new ByteReader(raw);
        Transaction transaction = read(in, true);
        in.expectEnd();
        return transaction;
    }

    /** Reads one transaction of a block, where MWEB bodies never occur (they live in the extension block). */
    static Transaction read(ByteReader in) {
        return read(in, false);
    }

    private static Transaction read(ByteReader in, boolean alone) {
        int version = in.int32();
        int start = in.position();
        List<TxInput> inputs = readInputs(in);
        int flags = 0;
        if (inputs.isEmpty()) {
            // BIP144: an empty list of inputs is the marker, and the flag follows.
            flags = in.uint8();
            if (flags == 0 || (flags & ~(FLAG_WITNESS | FLAG_MWEB)) != 0) {
                throw new MalformedException("transaction flag " + flags, start);
            }
            inputs = readInputs(in);
        }
        List<TxOutput> outputs = readOutputs(in);
        if ((flags & FLAG_WITNESS) != 0) {
            inputs = readWitnesses(in, inputs);
        }
        String mweb = (flags & FLAG_MWEB) != 0 ? readMweb(in, alone) : "";
        return new Transaction(version, inputs, outputs, in.int32(), mweb);
    }

    private static List<TxInput> readInputs(ByteReader in) {
        int count = in.count(LEAST_INPUT_SIZE);
        List<TxInput> inputs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            inputs.add(TxInput.read(in));
        }
        return inputs;
    }

    private static List<TxOutput> readOutputs(ByteReader in) {
        int count = in.count(LEAST_OUTPUT_SIZE);
        List<TxOutput> outputs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            outputs.add(TxOutput.read(in));
        }
        return outputs;
    }

    private static List<TxInput> readWitnesses(ByteReader in, List<TxInput> inputs) {
        int start = in.position();
        List<TxInput> result = new ArrayList<>(inputs.size());
        for (TxInput input : inputs) {
            result.add(input.with(Witness.read(in)));
        }
        if (result.stream().allMatch(input -> input.witness().isEmpty())) {
            throw new MalformedException("a witness flag without a witness", start);
        }
        return result;
    }

    /** The body has no length prefix; alone in its array, it is whatever precedes the lock time. */
    private static String readMweb(ByteReader in, boolean alone) {
        int length = alone ? in.remaining() - LOCK_TIME_SIZE : 1;
        String mweb = HexFormat.of().formatHex(in.bytes(length));
        if (!alone && !mweb.equals(HOGEX)) {
            throw new MalformedException("an MWEB body inside a block", in.position());
        }
        return mweb;
    }

    /** Network serialization, with witnesses when there are any. */
    public byte[] serialize() {
        return serialize((hasWitness() ? FLAG_WITNESS : 0) | (mwebHex.isEmpty() ? 0 : FLAG_MWEB));
    }

    /** The serialization a txid is the hash of: no witness, no MWEB part. */
    public byte[] serializeNoWitness() {
        return serialize(0);
    }

    private byte[] serialize(int flags) {
        ByteWriter out = new ByteWriter(64 + 64 * (inputs.size() + outputs.size()));
        out.int32(version);
        if (flags != 0) {
            out.uint8(0).uint8(flags);
        }
        out.compactSize(inputs.size());
        inputs.forEach(input -> input.write(out));
        out.compactSize(outputs.size());
        outputs.forEach(output -> output.write(out));
        if ((flags & FLAG_WITNESS) != 0) {
            inputs.forEach(input -> input.witness().write(out));
        }
        if ((flags & FLAG_MWEB) != 0) {
            out.bytes(HexFormat.of().parseHex(mwebHex));
        }
        return out.int32(lockTime).toByteArray();
    }

    public Hash256 txid() {
        return Sha256d.of(serializeNoWitness());
    }

    /**
     * The hash with witnesses (BIP141); the txid when there are none. A block's commitment takes zero for its
     * coinbase.
     */
    public Hash256 wtxid() {
        return Sha256d.of(serialize(hasWitness() ? FLAG_WITNESS : 0));
    }

    public boolean hasWitness() {
        return inputs.stream().anyMatch(input -> !input.witness().isEmpty());
    }

    public boolean isCoinbase() {
        return inputs.size() == 1 && inputs.getFirst().previous().equals(OutPoint.NULL);
    }

    /** Weight units (BIP141): three times the size without witnesses plus the whole size. */
    public int weight() {
        return 3 * serializeNoWitness().length + serialize(hasWitness() ? FLAG_WITNESS : 0).length;
    }

    /** Virtual bytes: a quarter of the weight, rounded up. */
    public int vsize() {
        return (weight() + 3) / 4;
    }
}

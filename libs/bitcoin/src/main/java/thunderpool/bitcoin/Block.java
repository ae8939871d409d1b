package thunderpool.bitcoin;

import java.util.ArrayList;
import java.util.List;

/** Puts blocks together for {@code submitblock}, and takes them apart. */
public final class Block {
    private static final int LEAST_TRANSACTION_SIZE = 60;
    private static final int MWEB_PRESENT = 1;

    private Block() {}

    /**
     * The serialized block.
     *
     * @param coinbaseWithWitness the coinbase in network serialization: with its witness when the block commits to one
     * @param rawTransactions the others in the template's order, network serialization
     * @param mwebOrEmpty the extension block of a Litecoin template's {@code mweb}, or nothing
     */
    public static byte[] assemble(
            BlockHeader header, byte[] coinbaseWithWitness, List<byte[]> rawTransactions, byte[] mwebOrEmpty) {
        int size = BlockHeader.SIZE + 10 + coinbaseWithWitness.length + mwebOrEmpty.length;
        for (byte[] raw : rawTransactions) {
            size = Math.addExact(size, raw.length);
        }
        ByteWriter out = new ByteWriter(size);
        out.bytes(header.serialize());
        out.compactSize(1L + rawTransactions.size()).bytes(coinbaseWithWitness);
        rawTransactions.forEach(out::bytes);
        if (mwebOrEmpty.length > 0) {
            // An optional pointer in Litecoin's serialization: one byte says that the extension block follows.
            out.uint8(MWEB_PRESENT).bytes(mwebOrEmpty);
        }
        return out.toByteArray();
    }

    /**
     * A block taken apart: its header, its transactions with the coinbase first, and what follows them
     * uninterpreted.
     */
    public record Parsed(BlockHeader header, List<Transaction> transactions, int trailingBytes) {
        public Parsed {
            transactions = List.copyOf(transactions);
        }
    }

    /** Reads a serialized block; only a Litecoin extension block may follow the transactions. */
    public static Parsed parse(byte[] raw) {
        ByteReader in = new ByteReader(raw);
        BlockHeader header = BlockHeader.read(in);
        int count = in.count(LEAST_TRANSACTION_SIZE);
        List<Transaction> transactions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            transactions.add(Transaction.read(in));
        }
        boolean mweb = !transactions.isEmpty()
                && !transactions.getLast().mwebHex().isEmpty()
                && in.remaining() > 0
                && in.uint8() == MWEB_PRESENT;
        if (!mweb) {
            in.expectEnd();
        }
        return new Parsed(header, transactions, in.remaining());
    }
}

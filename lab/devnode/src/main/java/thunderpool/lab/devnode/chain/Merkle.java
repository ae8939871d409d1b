package thunderpool.lab.devnode.chain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Transaction;
import org.jspecify.annotations.Nullable;

/** Merkle roots over transaction ids, and BIP 141's commitment over witness ids. */
public final class Merkle {
    /** First bytes of the output that carries the witness commitment: OP_RETURN, push of 36, magic (BIP 141). */
    public static final String COMMITMENT_PREFIX_HEX = "6a24aa21a9ed";

    private Merkle() {}

    /** A root, and whether a repeated pair could be cut off without changing it (CVE-2012-2459). */
    record Root(Sha256Hash hash, boolean mutated) {}

    static Root ofTxIds(List<Transaction> transactions) {
        return fold(transactions.stream().map(Transaction::getTxId).toList());
    }

    public static Sha256Hash txRoot(List<Transaction> transactions) {
        return ofTxIds(transactions).hash();
    }

    /** The witness root of a block with these transactions behind its coinbase, whose own id counts as zero. */
    public static Sha256Hash witnessRoot(List<Transaction> withoutCoinbase) {
        List<Sha256Hash> leaves = new ArrayList<>();
        leaves.add(Sha256Hash.ZERO_HASH);
        withoutCoinbase.forEach(tx -> leaves.add(tx.getWTxId()));
        return fold(leaves).hash();
    }

    /** sha256d(witness root, reserved value), in wire order. */
    public static byte[] commitment(Sha256Hash witnessRoot, byte[] reserved) {
        return Sha256Hash.hashTwice(witnessRoot.serialize(), reserved);
    }

    /** The last output script of the coinbase that looks like a commitment, or null. */
    static byte @Nullable [] findCommitment(Transaction coinbase) {
        byte[] found = null;
        for (var output : coinbase.getOutputs()) {
            byte[] script = output.getScriptBytes();
            if (script.length >= 38 && HexFormat.of().formatHex(script, 0, 6).equals(COMMITMENT_PREFIX_HEX)) {
                found = Arrays.copyOfRange(script, 6, 38);
            }
        }
        return found;
    }

    private static Root fold(List<Sha256Hash> leaves) {
        List<Sha256Hash> level = leaves;
        boolean mutated = false;
        while (level.size() > 1) {
            List<Sha256Hash> next = new ArrayList<>();
            for (int i = 0; i < level.size(); i += 2) {
                boolean paired = i + 1 < level.size();
                Sha256Hash left = level.get(i);
                Sha256Hash right = paired ? level.get(i + 1) : left;
                mutated |= paired && left.equals(right);
                next.add(Sha256Hash.wrapReversed(Sha256Hash.hashTwice(left.serialize(), right.serialize())));
            }
            level = next;
        }
        return new Root(level.isEmpty() ? Sha256Hash.ZERO_HASH : level.getFirst(), mutated);
    }
}

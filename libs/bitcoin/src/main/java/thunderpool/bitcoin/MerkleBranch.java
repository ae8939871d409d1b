package thunderpool.bitcoin;

import java.util.ArrayList;
import java.util.List;

/** Merkle roots of transaction ids, and the branch that lets a miner change the coinbase without knowing the rest. */
public final class MerkleBranch {
    private MerkleBranch() {}

    /**
     * The siblings on the coinbase's way to the root, from the leaves up (the merkle_branch of {@code mining.notify}).
     *
     * @param otherTxids the block's transactions without the coinbase, in order
     */
    public static List<Hash256> forCoinbase(List<Hash256> otherTxids) {
        List<Hash256> branch = new ArrayList<>();
        // What stands right of the coinbase's own node at each level.
        List<Hash256> level = otherTxids;
        while (!level.isEmpty()) {
            branch.add(level.getFirst());
            level = parentsOf(level.subList(1, level.size()));
        }
        return List.copyOf(branch);
    }

    /** The root above a coinbase and its branch. */
    public static Hash256 root(Hash256 coinbaseTxid, List<Hash256> branch) {
        byte[] node = new byte[2 * Hash256.SIZE];
        byte[] siblings = new byte[branch.size() * Hash256.SIZE];
        coinbaseTxid.writeWire(node, 0);
        for (int i = 0; i < branch.size(); i++) {
            branch.get(i).writeWire(siblings, i * Hash256.SIZE);
        }
        rootInto(new Sha256d(), siblings, node);
        return Hash256.ofWire(node, 0);
    }

    /**
     * Folds the branch over the coinbase's id without allocating.
     *
     * @param siblings the branch's hashes in wire order, one after the other
     * @param node 64 bytes of scratch: holds the coinbase's id (wire order) in its first half, and the root afterwards
     */
    public static void rootInto(Sha256d sha256d, byte[] siblings, byte[] node) {
        for (int at = 0; at < siblings.length; at += Hash256.SIZE) {
            System.arraycopy(siblings, at, node, Hash256.SIZE, Hash256.SIZE);
            sha256d.hash(node, 0, 2 * Hash256.SIZE, node, 0);
        }
    }

    /**
     * The root of a whole block, or of its witness ids; the last of an odd level is paired with itself, as in Core.
     *
     * @throws IllegalArgumentException for no transactions: every block has a coinbase
     */
    public static Hash256 rootOf(List<Hash256> txids) {
        if (txids.isEmpty()) {
            throw new IllegalArgumentException("no transactions, no root");
        }
        List<Hash256> level = txids;
        while (level.size() > 1) {
            level = parentsOf(level);
        }
        return level.getFirst();
    }

    private static List<Hash256> parentsOf(List<Hash256> level) {
        List<Hash256> parents = new ArrayList<>((level.size() + 1) / 2);
        Sha256d sha256d = new Sha256d();
        byte[] node = new byte[2 * Hash256.SIZE];
        for (int i = 0; i < level.size(); i += 2) {
            level.get(i).writeWire(node, 0);
            level.get(Math.min(i + 1, level.size() - 1)).writeWire(node, Hash256.SIZE);
            sha256d.hash(node, 0, 2 * Hash256.SIZE, node, 0);
            parents.add(Hash256.ofWire(node, 0));
        }
        return parents;
    }
}

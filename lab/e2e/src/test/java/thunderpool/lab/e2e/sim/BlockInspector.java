package thunderpool.lab.e2e.sim;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.base.internal.ByteUtils;
import org.bitcoinj.core.Block;
import org.bitcoinj.core.Transaction;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.OutPoint;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Sha256d;
import thunderpool.node.SubmitOutcome;

/**
 * What the nodes check of a block the pool submits, by bitcoinj and plain sums: proof of work, merkle root, coinbase
 * value to the satoshi, witness commitment, known parent. The pool never submits a block that fails any of it.
 */
final class BlockInspector {

    private static final String COMMITMENT_MARK = "6a24aa21a9ed";

    private static final class Invalid extends RuntimeException {
        Invalid(String reason) {
            super(reason);
        }
    }

    private final SimChain chain;

    /** Why blocks were refused; stays empty while the pool is well. */
    final List<String> refusals = new ArrayList<>();

    BlockInspector(SimChain chain) {
        this.chain = chain;
    }

    SubmitOutcome submit(byte[] raw) {
        try {
            return inspect(raw);
        } catch (Invalid invalid) {
            refusals.add(String.valueOf(invalid.getMessage()));
            return new SubmitOutcome.Rejected(String.valueOf(invalid.getMessage()));
        }
    }

    private SubmitOutcome inspect(byte[] raw) {
        Block block = Block.read(ByteBuffer.wrap(raw));
        Hash256 id = Hash256.ofDisplayHex(block.getHash().toString());
        if (chain.known(id).isPresent()) {
            return new SubmitOutcome.Duplicate();
        }
        List<Transaction> txs = Objects.requireNonNull(block.getTransactions());
        require(block.getHash().toBigInteger().compareTo(ByteUtils.decodeCompactBits(chain.nbits)) <= 0, "high-hash");
        require(block.getDifficultyTarget() == Integer.toUnsignedLong(chain.nbits), "bad-diffbits");
        require(root(txs.stream().map(Transaction::getTxId).toList()).equals(block.getMerkleRoot()), "bad-txnmrklroot");
        Optional<SimChain.Mined> previous =
                chain.known(Hash256.ofDisplayHex(block.getPrevBlockHash().toString()));
        require(previous.isPresent(), "prev-blk-not-found");
        return connect(id, previous.orElseThrow(), txs);
    }

    private SubmitOutcome connect(Hash256 id, SimChain.Mined previous, List<Transaction> txs) {
        List<thunderpool.bitcoin.Transaction> others = new ArrayList<>();
        Map<OutPoint, SimChain.Utxo> view = new HashMap<>(previous.unspent());
        long due = SimChain.CHAIN.subsidy(previous.height() + 1).value();
        for (Transaction tx : txs.subList(1, txs.size())) {
            thunderpool.bitcoin.Transaction ours = thunderpool.bitcoin.Transaction.parse(tx.serialize());
            due += SimWallet.fee(ours, view);
            require(chain.apply(view, ours, previous.height() + 1), "bad-txns-inputs-missingorspent");
            others.add(ours);
        }
        Transaction coinbase = txs.getFirst();
        require(coinbase.isCoinBase(), "bad-cb-missing");
        require(coinbase.getOutputSum().value == due, "bad-cb-amount");
        Script committed =
                commitment(others.stream().map(tx -> Sha256d.of(tx.serialize())).toList());
        boolean commits = coinbase.getOutputs().stream()
                .anyMatch(output -> new Script(output.getScriptBytes()).equals(committed));
        require(commits, "bad-witness-merkle-match");
        boolean tip = chain.connect(id, previous, thunderpool.bitcoin.Transaction.parse(coinbase.serialize()), others);
        return tip ? new SubmitOutcome.Accepted() : new SubmitOutcome.Inconclusive();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new Invalid(otherwise);
        }
    }

    /** BIP141: the script that commits to the witnesses of a block, the coinbase's counting as zero. */
    static Script commitment(List<Hash256> wtxids) {
        List<Sha256Hash> leaves = new ArrayList<>(List.of(Sha256Hash.ZERO_HASH));
        wtxids.forEach(wtxid -> leaves.add(Sha256Hash.wrap(wtxid.displayHex())));
        byte[] preimage = new byte[64];
        System.arraycopy(wire(root(leaves)), 0, preimage, 0, 32);
        return Script.ofHex(COMMITMENT_MARK + HexFormat.of().formatHex(Sha256Hash.hashTwice(preimage)));
    }

    private static Sha256Hash root(List<Sha256Hash> leaves) {
        List<Sha256Hash> level = leaves;
        while (level.size() > 1) {
            List<Sha256Hash> parents = new ArrayList<>();
            for (int i = 0; i < level.size(); i += 2) {
                byte[] left = wire(level.get(i));
                byte[] right = wire(level.get(Math.min(i + 1, level.size() - 1)));
                byte[] both = new byte[64];
                System.arraycopy(left, 0, both, 0, 32);
                System.arraycopy(right, 0, both, 32, 32);
                parents.add(Sha256Hash.wrapReversed(Sha256Hash.hashTwice(both)));
            }
            level = parents;
        }
        return level.getFirst();
    }

    /** In the order of the wire: the lowest byte first. */
    private static byte[] wire(Sha256Hash hash) {
        return hash.serialize();
    }

    /** A header's hash as the number that targets are compared with. */
    static BigInteger number(byte[] header) {
        return Sha256Hash.wrapReversed(Sha256Hash.hashTwice(header)).toBigInteger();
    }
}

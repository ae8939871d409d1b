package thunderpool.template;

import java.util.Optional;
import thunderpool.bitcoin.BlockHeader;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.MalformedException;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Transaction;
import thunderpool.bitcoin.TxOutput;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.BlockSolved;

/**
 * A solved block that the pool brings home and follows.
 *
 * @param solved as it came, complete but for the template's body
 * @param height from its coinbase (BIP34)
 * @param reward what its coinbase pays to the pool's script
 * @param version of its story, 0 before the first event
 * @param state absent before the first event
 */
record Candidate(BlockSolved solved, int height, Sats reward, long version, Optional<BlockChanged.State> state) {

    private static final int OP_1 = 0x51;
    private static final int OP_16 = 0x60;
    private static final int HEIGHT_BYTES_MAX = 4;

    /**
     * A candidate nothing is known of yet.
     *
     * @throws MalformedException when its coinbase is none
     */
    static Candidate fresh(BlockSolved solved, Script poolScript) {
        Transaction coinbase = Transaction.parse(solved.coinbase().toByteArray());
        if (!coinbase.isCoinbase()) {
            throw new MalformedException("the coinbase spends an output");
        }
        Sats reward = Sats.sum(coinbase.outputs().stream()
                .filter(output -> output.script().equals(poolScript))
                .map(TxOutput::value)
                .toList());
        return new Candidate(solved, heightOf(coinbase), reward, 0, Optional.empty());
    }

    /** BIP34: the coinbase's script starts with the push of the height, a signed little-endian number. */
    private static int heightOf(Transaction coinbase) {
        byte[] script = coinbase.inputs().getFirst().scriptSig().bytes();
        int first = script.length == 0 ? 0 : script[0] & 0xff;
        if (first >= OP_1 && first <= OP_16) {
            return first - OP_1 + 1;
        }
        if (first < 1 || first > HEIGHT_BYTES_MAX || script.length <= first) {
            throw new MalformedException("the coinbase does not start with its height");
        }
        int height = 0;
        for (int i = first; i >= 1; i--) {
            height = (height << 8) | (script[i] & 0xff);
        }
        return height;
    }

    Hash256 blockId() {
        return solved.blockId();
    }

    BlockHeader header() {
        return BlockHeader.parse(solved.header().toByteArray());
    }

    Transaction coinbase() {
        return Transaction.parse(solved.coinbase().toByteArray());
    }

    /** This candidate one event later. */
    Candidate moved(BlockChanged.State next) {
        return new Candidate(solved, height, reward, version + 1, Optional.of(next));
    }

    /** The event that tells of the newest state. */
    BlockChanged event(int confirmations, long nowMs) {
        return new BlockChanged(
                solved.chain(),
                blockId(),
                version,
                state.orElseThrow(),
                height,
                reward,
                header().nbits(),
                solved.finder(),
                confirmations,
                nowMs);
    }
}

package thunderpool.topics;

import java.util.Set;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.work.Miner;

/**
 * What the chain says of a block the pool found. The broker's append time of a block's first record is the moment that
 * its reward is split by.
 *
 * @param version of this block's story, from 1; readers ignore what is not newer
 * @param reward what its coinbase pays to the pool's script, to be split
 * @param nbits compact network target the block met
 * @param confirmations when this was written; 1 is the tip
 * @param atMs template-service's clock, milliseconds since the Unix epoch; for people
 */
public record BlockChanged(
        String chain,
        Hash256 blockId,
        long version,
        State state,
        int height,
        Sats reward,
        int nbits,
        Miner finder,
        int confirmations,
        long atMs) {

    /** A block's states; the chain moves it between them. */
    public enum State {
        /** In the active chain; its reward is immature. A block that returns from ORPHANED is FOUND again. */
        FOUND(1),
        /** Not in the active chain; may come back until another block is deep in its place. */
        ORPHANED(2),
        /** Deep enough to spend (100 confirmations). */
        MATURED(3),
        /** No node accepted it; it never was in a chain. */
        REJECTED(4);

        private final int code;

        State(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static State ofCode(int code) {
            for (State state : values()) {
                if (state.code == code) {
                    return state;
                }
            }
            throw new IllegalArgumentException("unknown block state " + code);
        }
    }

    public static final Topic<BlockChanged> TOPIC = Topic.ordered(
            "block-changed",
            new BlockChangedCodec(),
            Principal.TEMPLATE,
            Set.of(Principal.ACCOUNTING, Principal.PAYOUT, Principal.DASHBOARD),
            new Retention.Forever(),
            record -> record.blockId.wire());

    private static final class BlockChangedCodec implements Codec<BlockChanged> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(BlockChanged value, RecordWriter out) {
            out.text(value.chain);
            out.hash(value.blockId);
            out.int64(value.version);
            out.uint8(value.state.code());
            out.int32(value.height);
            out.sats(value.reward);
            out.int32(value.nbits);
            ShareSubmitted.writeMiner(value.finder, out);
            out.int32(value.confirmations);
            out.int64(value.atMs);
        }

        @Override
        public BlockChanged read(int version, RecordReader in) {
            return new BlockChanged(
                    in.text(),
                    in.hash(),
                    in.int64(),
                    State.ofCode(in.uint8()),
                    in.int32(),
                    in.sats(),
                    in.int32(),
                    ShareSubmitted.readMiner(in),
                    in.int32(),
                    in.int64());
        }
    }
}

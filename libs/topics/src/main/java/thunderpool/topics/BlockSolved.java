package thunderpool.topics;

import java.util.Set;
import thunderpool.bitcoin.Hash256;
import thunderpool.work.Miner;
import thunderpool.work.Submission;

/**
 * A submission that meets the network's target: one of the roads home. Complete in itself but for the template's body.
 *
 * @param chain it solves a block of
 * @param blockId the block's hash; submission is idempotent by it
 * @param submission names the template and everything the miner rolled
 * @param header 80 bytes
 * @param coinbase transaction without witness
 * @param finder who found it
 * @param foundAtMs the gateway's clock, milliseconds since the Unix epoch; for people
 */
public record BlockSolved(
        String chain,
        Hash256 blockId,
        Submission submission,
        Bytes header,
        Bytes coinbase,
        Miner finder,
        long foundAtMs) {

    public static final Topic<BlockSolved> TOPIC = Topic.ordered(
            "block-solved",
            new BlockSolvedCodec(),
            Principal.GATEWAY,
            Set.of(Principal.TEMPLATE, Principal.DASHBOARD),
            Retention.days(30),
            record -> record.blockId.wire());

    private static final class BlockSolvedCodec implements Codec<BlockSolved> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(BlockSolved value, RecordWriter out) {
            out.text(value.chain);
            out.hash(value.blockId);
            ShareSubmitted.writeSubmission(value.submission, out);
            out.bytes(value.header.toByteArray());
            out.bytes(value.coinbase.toByteArray());
            ShareSubmitted.writeMiner(value.finder, out);
            out.int64(value.foundAtMs);
        }

        @Override
        public BlockSolved read(int version, RecordReader in) {
            return new BlockSolved(
                    in.text(),
                    in.hash(),
                    ShareSubmitted.readSubmission(in),
                    Bytes.of(in.bytes()),
                    Bytes.of(in.bytes()),
                    ShareSubmitted.readMiner(in),
                    in.int64());
        }
    }
}

package thunderpool.topics;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import thunderpool.work.RewardSystem;

/**
 * What the pool keeps of blocks, from a time on.
 *
 * @param rewardSystem of the miner that finds the block
 * @param version counts the changes of this system's fee; 0 as first configured
 * @param basisPoints hundredths of a percent, 0 to 10,000
 * @param fromSlice first slice whose blocks pay it
 */
public record FeeChanged(String chain, RewardSystem rewardSystem, long version, int basisPoints, long fromSlice) {

    public static final Topic<FeeChanged> TOPIC = Topic.ordered(
            "fee-changed",
            new FeeChangedCodec(),
            Principal.ACCOUNTING,
            Set.of(Principal.DASHBOARD),
            new Retention.Forever(),
            record -> (record.chain + " " + record.rewardSystem).getBytes(StandardCharsets.UTF_8));

    private static final class FeeChangedCodec implements Codec<FeeChanged> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(FeeChanged value, RecordWriter out) {
            out.text(value.chain);
            out.uint8(value.rewardSystem.code());
            out.int64(value.version);
            out.int32(value.basisPoints);
            out.int64(value.fromSlice);
        }

        @Override
        public FeeChanged read(int version, RecordReader in) {
            return new FeeChanged(in.text(), RewardSystem.ofCode(in.uint8()), in.int64(), in.int32(), in.int64());
        }
    }
}

package thunderpool.topics;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import thunderpool.bitcoin.Difficulty;
import thunderpool.work.RewardSystem;

/**
 * What a gateway's port offers, at its start and after every change by command.
 *
 * @param instance of the gateway
 * @param name of the port, the same on all gateways
 * @param version counts the changes by command; 0 as configured
 * @param number the port miners connect to
 * @param minimum no miner gets an easier difficulty
 * @param start of miners that say nothing
 * @param maximum no miner gets a harder one
 * @param shareIntervalMs mean time between a miner's shares that vardiff aims at
 */
public record PortChanged(
        String instance,
        String name,
        long version,
        int number,
        boolean tls,
        RewardSystem rewardSystem,
        String schemeTag,
        Difficulty minimum,
        Difficulty start,
        Difficulty maximum,
        boolean vardiff,
        long shareIntervalMs) {

    public static final Topic<PortChanged> TOPIC = Topic.ordered(
            "port-changed",
            new PortChangedCodec(),
            Principal.GATEWAY,
            Set.of(Principal.DASHBOARD),
            new Retention.Compact(),
            record -> (record.instance + " " + record.name).getBytes(StandardCharsets.UTF_8));

    private static final class PortChangedCodec implements Codec<PortChanged> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(PortChanged value, RecordWriter out) {
            out.text(value.instance);
            out.text(value.name);
            out.int64(value.version);
            out.uint16(value.number);
            out.flag(value.tls);
            out.uint8(value.rewardSystem.code());
            out.text(value.schemeTag);
            out.int32(value.minimum.exponent());
            out.int32(value.start.exponent());
            out.int32(value.maximum.exponent());
            out.flag(value.vardiff);
            out.int64(value.shareIntervalMs);
        }

        @Override
        public PortChanged read(int version, RecordReader in) {
            return new PortChanged(
                    in.text(),
                    in.text(),
                    in.int64(),
                    in.uint16(),
                    in.flag(),
                    RewardSystem.ofCode(in.uint8()),
                    in.text(),
                    new Difficulty(in.int32()),
                    new Difficulty(in.int32()),
                    new Difficulty(in.int32()),
                    in.flag(),
                    in.int64());
        }
    }
}

package thunderpool.topics;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
 * @param next what it will offer by an operator's word, null when nothing is planned
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
        long shareIntervalMs,
        @Nullable Plan next) {

    /**
     * What a port will offer.
     *
     * @param version that the port will have then
     * @param fromMs when it takes the place of the present offer, milliseconds since the Unix epoch
     */
    public record Plan(
            long version,
            long fromMs,
            Difficulty minimum,
            Difficulty start,
            Difficulty maximum,
            boolean vardiff,
            long shareIntervalMs) {}

    public static final Topic<PortChanged> TOPIC = Topic.ordered(
            "port-changed",
            new PortChangedCodec(),
            Principal.GATEWAY,
            Set.of(Principal.DASHBOARD),
            new Retention.Compact(),
            record -> (record.instance + " " + record.name).getBytes(StandardCharsets.UTF_8));

    /** With nothing planned. */
    public PortChanged(
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
        this(
                instance,
                name,
                version,
                number,
                tls,
                rewardSystem,
                schemeTag,
                minimum,
                start,
                maximum,
                vardiff,
                shareIntervalMs,
                null);
    }

    /** Version 2 has the plan, a list of one or none; nobody was told before. */
    private static final class PortChangedCodec implements Codec<PortChanged> {
        @Override
        public int version() {
            return 2;
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
            out.list(value.next == null ? List.<Plan>of() : List.of(value.next), (plan, to) -> {
                to.int64(plan.version);
                to.int64(plan.fromMs);
                to.int32(plan.minimum.exponent());
                to.int32(plan.start.exponent());
                to.int32(plan.maximum.exponent());
                to.flag(plan.vardiff);
                to.int64(plan.shareIntervalMs);
            });
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
                    in.int64(),
                    version == 1 ? null : plan(in));
        }

        private static @Nullable Plan plan(RecordReader in) {
            List<Plan> plans = in.list(from -> new Plan(
                    from.int64(),
                    from.int64(),
                    new Difficulty(from.int32()),
                    new Difficulty(from.int32()),
                    new Difficulty(from.int32()),
                    from.flag(),
                    from.int64()));
            return plans.isEmpty() ? null : plans.getFirst();
        }
    }
}

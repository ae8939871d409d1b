package thunderpool.topics;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * A gateway announces itself; the offset of this record, modulo 2^16, is its incarnation. So two gateways never share
 * extranonces, without a lease or a lock.
 *
 * @param instance name of the gateway, for people
 * @param startedAtMs its own clock, milliseconds since the Unix epoch; for people
 */
public record GatewayStarted(String instance, long startedAtMs) {

    public static final Topic<GatewayStarted> TOPIC = Topic.ordered(
            "gateway-started",
            new GatewayStartedCodec(),
            Principal.GATEWAY,
            Set.of(Principal.GATEWAY, Principal.DASHBOARD),
            Retention.days(30),
            record -> record.instance.getBytes(StandardCharsets.UTF_8));

    private static final class GatewayStartedCodec implements Codec<GatewayStarted> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(GatewayStarted value, RecordWriter out) {
            out.text(value.instance);
            out.int64(value.startedAtMs);
        }

        @Override
        public GatewayStarted read(int version, RecordReader in) {
            return new GatewayStarted(in.text(), in.int64());
        }
    }
}

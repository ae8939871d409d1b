package thunderpool.topics;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import thunderpool.bitcoin.Hash256;

/**
 * How template-service sees the chain and its nodes, every few seconds. A gateway stops work when {@code serving} is
 * false, rather than burn miners' power on a stale tip.
 *
 * @param serving whether a template of a healthy node is being served
 * @param reason why not, empty when serving
 * @param tip newest block the chosen node knows
 * @param height of that block
 * @param nbits compact network target of the next block
 * @param tipSinceMs when template-service first saw this tip, milliseconds since the Unix epoch
 * @param templateId newest template published, unsigned
 * @param templateAtMs when it was published
 * @param nodes all configured nodes, in configured order
 */
public record ChainStatus(
        String chain,
        boolean serving,
        String reason,
        Hash256 tip,
        int height,
        int nbits,
        long tipSinceMs,
        int templateId,
        long templateAtMs,
        List<NodeStatus> nodes) {

    /**
     * One node.
     *
     * @param name as configured, never with credentials
     * @param chosen whether templates come from it
     * @param healthy whether it may be chosen
     * @param problem why not, empty when healthy
     * @param latencyMs of its newest answer
     */
    public record NodeStatus(
            String name,
            boolean chosen,
            boolean healthy,
            String problem,
            Hash256 tip,
            int height,
            int latencyMs,
            int peers) {}

    public static final Topic<ChainStatus> TOPIC = Topic.ordered(
            "chain-status",
            new ChainStatusCodec(),
            Principal.TEMPLATE,
            Set.of(
                    Principal.TEMPLATE,
                    Principal.GATEWAY,
                    Principal.VALIDATOR,
                    Principal.ACCOUNTING,
                    Principal.PAYOUT,
                    Principal.DASHBOARD),
            Retention.days(1),
            record -> record.chain.getBytes(StandardCharsets.UTF_8));

    public ChainStatus {
        nodes = List.copyOf(nodes);
    }

    private static final class ChainStatusCodec implements Codec<ChainStatus> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(ChainStatus value, RecordWriter out) {
            out.text(value.chain);
            out.flag(value.serving);
            out.text(value.reason);
            out.hash(value.tip);
            out.int32(value.height);
            out.int32(value.nbits);
            out.int64(value.tipSinceMs);
            out.int32(value.templateId);
            out.int64(value.templateAtMs);
            out.list(value.nodes, (node, to) -> {
                to.text(node.name);
                to.flag(node.chosen);
                to.flag(node.healthy);
                to.text(node.problem);
                to.hash(node.tip);
                to.int32(node.height);
                to.int32(node.latencyMs);
                to.int32(node.peers);
            });
        }

        @Override
        public ChainStatus read(int version, RecordReader in) {
            return new ChainStatus(
                    in.text(),
                    in.flag(),
                    in.text(),
                    in.hash(),
                    in.int32(),
                    in.int32(),
                    in.int64(),
                    in.int32(),
                    in.int64(),
                    in.list(from -> new NodeStatus(
                            from.text(),
                            from.flag(),
                            from.flag(),
                            from.text(),
                            from.hash(),
                            from.int32(),
                            from.int32(),
                            from.int32())));
        }
    }
}

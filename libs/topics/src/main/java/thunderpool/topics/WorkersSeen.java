package thunderpool.topics;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import thunderpool.bitcoin.Difficulty;
import thunderpool.work.Miner;
import thunderpool.work.Rejection;

/**
 * What a gateway alone knows of its workers: who is connected, at which difficulty, with which software, and what it
 * refused at once (refusals never reach share-submitted). Every ten seconds or so, only workers with news. Nothing here
 * is credited: it is for people to see.
 *
 * @param instance of the gateway
 * @param workers those with news since the gateway's last record
 */
public record WorkersSeen(String instance, String chain, List<Row> workers) {

    /**
     * One worker.
     *
     * @param connections it has on this gateway now; 0 when the last one ended
     * @param difficulty of the newest work sent to it
     * @param agent its mining software, as it named itself, shortened to 64 characters
     * @param lastSubmitMs when it last submitted anything, gateway's clock; 0 for never
     * @param refused shares refused since the last record, by reason
     */
    public record Row(
            Miner miner,
            int connections,
            Difficulty difficulty,
            String agent,
            long lastSubmitMs,
            Map<Rejection, Integer> refused) {

        public Row {
            refused = Map.copyOf(refused);
        }
    }

    public static final Topic<WorkersSeen> TOPIC = Topic.ordered(
            "workers-seen",
            new WorkersSeenCodec(),
            Principal.GATEWAY,
            Set.of(Principal.DASHBOARD),
            Retention.days(2),
            record -> record.instance.getBytes(StandardCharsets.UTF_8));

    public WorkersSeen {
        workers = List.copyOf(workers);
    }

    private static final class WorkersSeenCodec implements Codec<WorkersSeen> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(WorkersSeen value, RecordWriter out) {
            out.text(value.instance);
            out.text(value.chain);
            out.list(value.workers, (row, to) -> {
                ShareSubmitted.writeMiner(row.miner, to);
                to.int32(row.connections);
                to.int32(row.difficulty.exponent());
                to.text(row.agent);
                to.int64(row.lastSubmitMs);
                to.list(List.copyOf(new TreeMap<>(row.refused).entrySet()), (refused, each) -> {
                    each.uint8(refused.getKey().code());
                    each.int32(refused.getValue());
                });
            });
        }

        @Override
        public WorkersSeen read(int version, RecordReader in) {
            return new WorkersSeen(
                    in.text(),
                    in.text(),
                    in.list(from -> new Row(
                            ShareSubmitted.readMiner(from),
                            from.int32(),
                            new Difficulty(from.int32()),
                            from.text(),
                            from.int64(),
                            refused(from))));
        }

        private static Map<Rejection, Integer> refused(RecordReader in) {
            Map<Rejection, Integer> refused = new TreeMap<>();
            in.list(from -> Map.entry(Rejection.ofCode(from.uint8()), from.int32()))
                    .forEach(each -> refused.put(each.getKey(), each.getValue()));
            return refused;
        }
    }
}

package thunderpool.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import thunderpool.topics.Received;
import thunderpool.topics.Topic;

/**
 * How far topics have been folded into the service's own schema; the table comes from {@code db/runtime/positions}.
 * Called inside the transaction that folds.
 */
public final class PgPositions {
    private final JdbcTemplate jdbc;

    public PgPositions(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Per partition the offset to read next; a partition never folded is absent and starts at the beginning. */
    public Map<Integer, Long> next(Topic<?> topic) {
        Map<Integer, Long> positions = new HashMap<>();
        jdbc.query(
                "select partition, next_offset from feed_positions where topic = ?",
                row -> {
                    positions.put(row.getInt(1), row.getLong(2));
                },
                topic.name());
        return positions;
    }

    /**
     * Moves the positions over a batch.
     *
     * @throws StalePositionException when any of it was folded before: another reader was faster, or the batch is a
     *     repeat; the transaction must roll back
     */
    public void advance(List<? extends Received<?>> batch) {
        Map<Integer, long[]> spans = new HashMap<>();
        for (Received<?> record : batch) {
            long[] span = spans.computeIfAbsent(record.partition(), any -> new long[] {record.offset(), 0});
            span[1] = record.offset() + 1;
        }
        if (!batch.isEmpty()) {
            String topic = batch.getFirst().topic().name();
            spans.forEach((partition, span) -> advance(topic, partition, span[0], span[1]));
        }
    }

    private void advance(String topic, int partition, long first, long next) {
        int moved = jdbc.update("""
                insert into feed_positions as held (topic, partition, next_offset) values (?, ?, ?)
                on conflict (topic, partition) do update set next_offset = excluded.next_offset
                 where held.next_offset <= ?
                """, topic, partition, next, first);
        if (moved != 1) {
            throw new StalePositionException(topic + "-" + partition + " is already folded beyond offset " + first);
        }
    }
}

package thunderpool.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import thunderpool.topics.Received;
import thunderpool.topics.Topic;

/**
 * How far topics have been folded into the service's own schema; the table comes from {@code db/runtime/positions}.
 * Called inside the transaction that folds.
 *
 * <p>It remembers what was acknowledged. A database that holds less has gone back, and what it forgot would never be read again:
 * the reader stands behind it, and gaps are allowed. More than is remembered is another reader's. Safe for several threads.
 */
public final class PgPositions {
    private final JdbcTemplate jdbc;
    private final Consumer<String> lost;

    /** Raised once the commit came back, never before. */
    private final Map<Place, Long> acknowledged = new ConcurrentHashMap<>();

    private record Place(String topic, int partition) {
        @Override
        public String toString() {
            return topic + "-" + partition;
        }
    }

    /** @param lost told, on any thread and maybe more than once, what the database has forgotten */
    public PgPositions(JdbcTemplate jdbc, Consumer<String> lost) {
        this.jdbc = jdbc;
        this.lost = lost;
    }

    /** Ends the process when the database has gone back, also when nothing more comes to be folded. */
    public static PgPositions in(MarkedPool database) {
        PgPositions positions = new PgPositions(new JdbcTemplate(database), database::hasGoneBack);
        database.whenMarked(positions::compare);
        return positions;
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
     * @throws IllegalStateException when the database has gone back; the transaction must roll back
     */
    public void advance(List<? extends Received<?>> batch) {
        Map<Integer, long[]> spans = new HashMap<>();
        for (Received<?> record : batch) {
            long[] span = spans.computeIfAbsent(record.partition(), any -> new long[] {record.offset(), 0});
            span[1] = record.offset() + 1;
        }
        if (!batch.isEmpty()) {
            String topic = batch.getFirst().topic().name();
            spans.forEach((partition, span) -> advance(new Place(topic, partition), span[0], span[1]));
        }
    }

    private void advance(Place place, long first, long next) {
        Long known = acknowledged.get(place);
        int moved = known == null ? moved(place, first, next) : moved(place, known, first, next);
        if (moved != 1) {
            require(place, known);
            throw new StalePositionException(place + " is already folded beyond offset " + first);
        }
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    acknowledged.merge(place, next, Math::max);
                }
            });
        } else {
            acknowledged.merge(place, next, Math::max);
        }
    }

    private int moved(Place place, long first, long next) {
        return jdbc.update("""
                insert into feed_positions as held (topic, partition, next_offset) values (?, ?, ?)
                on conflict (topic, partition) do update set next_offset = excluded.next_offset
                 where held.next_offset <= ?
                """, place.topic(), place.partition(), next, first);
    }

    /** Of a row that must be there. */
    private int moved(Place place, long known, long first, long next) {
        return jdbc.update("""
                update feed_positions set next_offset = ?
                 where topic = ? and partition = ? and next_offset between ? and ?
                """, next, place.topic(), place.partition(), known, first);
    }

    private void require(Place place, @Nullable Long known) {
        List<Long> held = jdbc.query(
                "select next_offset from feed_positions where topic = ? and partition = ?",
                (row, number) -> row.getLong(1),
                place.topic(),
                place.partition());
        if (known != null && (held.isEmpty() || held.getFirst() < known)) {
            throw forgotten(place, known);
        }
    }

    /** Compares all that was acknowledged with what is there; in no transaction. */
    void compare() {
        // First what is remembered: what is acknowledged meanwhile is not in what is read.
        Map<Place, Long> known = Map.copyOf(acknowledged);
        Map<Place, Long> held = new HashMap<>();
        jdbc.query("select topic, partition, next_offset from feed_positions", row -> {
            held.put(new Place(row.getString(1), row.getInt(2)), row.getLong(3));
        });
        known.forEach((place, next) -> {
            if (held.getOrDefault(place, 0L) < next) {
                throw forgotten(place, next);
            }
        });
    }

    private IllegalStateException forgotten(Place place, long known) {
        String what = place + " folded to offset " + known;
        lost.accept(what);
        return new IllegalStateException("the database has gone back: it does not know " + what);
    }
}

package thunderpool.topics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * A log in memory for tests and the simulation: records pass through their codecs, appends get offsets and append
 * times, readers read from any offset. Not thread-safe: the simulation is one thread.
 */
public final class MemoryTopics {

    private record Entry(Bytes bytes, long appendTimeMs) {}

    private final LongSupplier clockMs;
    private final Map<String, List<List<Entry>>> logs = new HashMap<>();

    /** @param clockMs append time, milliseconds since the Unix epoch */
    public MemoryTopics(LongSupplier clockMs) {
        this.clockMs = clockMs;
    }

    /** Appends and returns the offset within the record's partition. */
    public <T> long append(Topic<T> topic, T value) {
        List<Entry> log = log(topic, topic.partition().applyAsInt(value));
        log.add(new Entry(Bytes.of(topic.codec().encode(value)), clockMs.getAsLong()));
        return log.size() - 1L;
    }

    public <T> TopicWriter<T> writer(Topic<T> topic) {
        return value -> CompletableFuture.completedStage(append(topic, value));
    }

    /** Up to {@code limit} records from an offset on. */
    public <T> List<Received<T>> read(Topic<T> topic, int partition, long fromOffset, int limit) {
        List<Entry> log = log(topic, partition);
        List<Received<T>> records = new ArrayList<>();
        for (long at = fromOffset; at < log.size() && records.size() < limit; at++) {
            Entry entry = log.get((int) at);
            T value = topic.codec().decode(entry.bytes.toByteArray());
            records.add(new Received<>(topic, partition, at, entry.appendTimeMs, value));
        }
        return records;
    }

    /** The offset the next record of this partition will get. */
    public long end(Topic<?> topic, int partition) {
        return log(topic, partition).size();
    }

    private List<Entry> log(Topic<?> topic, int partition) {
        List<List<Entry>> partitions = logs.computeIfAbsent(topic.name(), name -> {
            List<List<Entry>> fresh = new ArrayList<>();
            for (int i = 0; i < topic.partitions(); i++) {
                fresh.add(new ArrayList<>());
            }
            return fresh;
        });
        return partitions.get(partition);
    }
}

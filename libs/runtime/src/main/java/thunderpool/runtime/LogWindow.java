package thunderpool.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import thunderpool.topics.Received;
import thunderpool.topics.Topic;

/**
 * Reads what a partition got between two times, and never more than somebody is willing to wait for: so many records, and
 * so long. Belongs to no group and moves no position.
 */
public final class LogWindow {
    private static final Duration POLL = Duration.ofMillis(200);

    /**
     * What is wanted.
     *
     * @param fromMs broker's append time of the first record, milliseconds since the Unix epoch
     * @param toMs exclusive
     * @param recordsMax records handed over at most
     * @param longest after which it gives up
     */
    public record Span(long fromMs, long toMs, int recordsMax, Duration longest) {}

    /**
     * How far it came.
     *
     * @param records handed over
     * @param untilMs append time of the last of them; {@code toMs} when complete
     * @param complete whether nothing of the span was left out
     */
    public record Reached(long records, long untilMs, boolean complete) {}

    private final KafkaAccess access;

    public LogWindow(KafkaAccess access) {
        this.access = access;
    }

    /** Hands committed records over in their order. */
    public <T> Reached read(Topic<T> topic, int partition, Span span, Consumer<Received<T>> handler) {
        TopicPartition at = new TopicPartition(topic.name(), partition);
        try (var consumer = Consumers.open(Consumers.properties(access))) {
            consumer.assign(List.of(at));
            long first = offsetAt(consumer, at, span.fromMs);
            long end = offsetAt(consumer, at, span.toMs);
            consumer.seek(at, first);
            long records = 0;
            long untilMs = span.fromMs;
            long deadline = System.nanoTime() + span.longest.toNanos();
            while (consumer.position(at) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() >= end) {
                        continue;
                    }
                    if (records == span.recordsMax) {
                        return new Reached(records, untilMs, false);
                    }
                    handler.accept(Consumers.decode(topic, record));
                    records++;
                    untilMs = record.timestamp();
                }
                if (System.nanoTime() > deadline) {
                    return new Reached(records, untilMs, false);
                }
            }
            return new Reached(records, span.toMs, true);
        }
    }

    /** The first record of that time or later, or the end of what is committed. */
    private static long offsetAt(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer, TopicPartition at, long ms) {
        OffsetAndTimestamp found = consumer.offsetsForTimes(Map.of(at, ms)).get(at);
        return found == null ? consumer.endOffsets(List.of(at)).getOrDefault(at, 0L) : found.offset();
    }
}

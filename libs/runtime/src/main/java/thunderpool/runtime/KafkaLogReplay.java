package thunderpool.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import thunderpool.topics.Received;
import thunderpool.topics.Topic;

/**
 * Replay from the broker. The end is asked for with read_uncommitted and then approached with read_committed: a
 * transaction that is decided but whose markers have not reached this partition yet lies before that end, so it is
 * waited for and never missed. An abandoned transaction holds the replay up until the broker ends it
 * ({@link TransactionalPipeline#TRANSACTION_TIMEOUT}).
 *
 * @param giveUpAfter without progress for this long the replay fails
 */
public record KafkaLogReplay(KafkaAccess access, Duration giveUpAfter) implements LogReplay {
    private static final Duration POLL = Duration.ofMillis(200);

    public KafkaLogReplay(KafkaAccess access) {
        this(access, Duration.ofSeconds(90));
    }

    @Override
    public <T> void replay(Topic<T> topic, int partition, long sinceMs, Consumer<Received<T>> handler) {
        TopicPartition at = new TopicPartition(topic.name(), partition);
        long end = logEnd(at);
        Map<String, Object> properties = Consumers.properties(access);
        try (var consumer = Consumers.open(properties)) {
            consumer.assign(List.of(at));
            seek(consumer, at, sinceMs, end);
            long position = consumer.position(at);
            long deadline = System.nanoTime() + giveUpAfter.toNanos();
            while (position < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() < end) {
                        handler.accept(Consumers.decode(topic, record));
                    }
                }
                long reached = consumer.position(at);
                if (reached > position) {
                    deadline = System.nanoTime() + giveUpAfter.toNanos();
                } else if (System.nanoTime() > deadline) {
                    throw new TimeoutException("replay of " + at + " stands at " + reached + " of " + end
                            + ": a transaction on it does not end");
                }
                position = reached;
            }
        }
    }

    /** The offset behind the last record of a partition, those of open transactions included. */
    public long end(Topic<?> topic, int partition) {
        return logEnd(new TopicPartition(topic.name(), partition));
    }

    /** Includes records of transactions that are still open. */
    long logEnd(TopicPartition partition) {
        Map<String, Object> properties = Consumers.properties(access);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        try (var consumer = Consumers.open(properties)) {
            return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        }
    }

    private static void seek(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
            TopicPartition at,
            long sinceMs,
            long end) {
        if (sinceMs <= BEGINNING) {
            consumer.seekToBeginning(List.of(at));
            return;
        }
        OffsetAndTimestamp found = consumer.offsetsForTimes(Map.of(at, sinceMs)).get(at);
        consumer.seek(at, found == null ? end : found.offset());
    }
}

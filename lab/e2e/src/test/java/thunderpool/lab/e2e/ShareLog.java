package thunderpool.lab.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import thunderpool.runtime.KafkaAccess;
import thunderpool.topics.ShareSubmitted;
import thunderpool.topics.Topic;

/** What stands in the log of a running pool, read from the beginning with a service's own credentials. */
final class ShareLog {

    private static final String VALIDATOR = "validator";

    private ShareLog() {}

    /**
     * All committed records of a topic, each partition in its order.
     *
     * @param reader label of a service that may read the topic
     */
    static <T> List<T> read(RunningPool pool, String reader, Topic<T> topic) {
        List<T> records = new ArrayList<>();
        try (var consumer = consumer(pool, reader, Map.of())) {
            List<TopicPartition> partitions = partitions(topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            // With read_committed this is the last stable offset: no transaction is open below it.
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(at -> consumer.position(at) < ends.getOrDefault(at, 0L))) {
                consumer.poll(Duration.ofMillis(500))
                        .forEach(record -> records.add(topic.codec().decode(record.value())));
            }
        }
        return records;
    }

    /** The offset behind the last submitted share of each partition. */
    static Map<TopicPartition, Long> submitted(RunningPool pool) {
        try (var consumer = consumer(pool, VALIDATOR, Map.of())) {
            List<TopicPartition> partitions = partitions(ShareSubmitted.TOPIC);
            consumer.assign(partitions);
            return Map.copyOf(consumer.endOffsets(partitions));
        }
    }

    /** Whether the validators have judged all partitions up to there: each has an owner, and it is at work. */
    static boolean isJudged(RunningPool pool, Map<TopicPartition, Long> upTo) {
        String group = VALIDATOR + "-" + ShareSubmitted.TOPIC.name();
        try (var consumer = consumer(pool, VALIDATOR, Map.of(ConsumerConfig.GROUP_ID_CONFIG, group))) {
            Map<TopicPartition, OffsetAndMetadata> judged = consumer.committed(upTo.keySet());
            return upTo.entrySet().stream().allMatch(end -> {
                OffsetAndMetadata position = judged.get(end.getKey());
                return end.getValue() == 0 || (position != null && position.offset() >= end.getValue());
            });
        }
    }

    private static List<TopicPartition> partitions(Topic<?> topic) {
        return IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
    }

    private static KafkaConsumer<byte[], byte[]> consumer(RunningPool pool, String reader, Map<String, Object> more) {
        String prefix = reader.toUpperCase(Locale.ROOT) + "_KAFKA_";
        Map<String, Object> properties = KafkaAccess.scram(
                        pool.setting(reader, prefix + "BOOTSTRAP"),
                        pool.setting(reader, prefix + "USER"),
                        pool.setting(reader, prefix + "PASSWORD"))
                .clientProperties();
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.putAll(more);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}

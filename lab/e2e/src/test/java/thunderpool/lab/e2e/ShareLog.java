package thunderpool.lab.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import thunderpool.runtime.KafkaAccess;
import thunderpool.topics.Topic;

/** What stands in the log of a running pool, read from the beginning with a service's own credentials. */
final class ShareLog {

    private ShareLog() {}

    /**
     * All committed records of a topic, each partition in its order.
     *
     * @param reader label of a service that may read the topic
     */
    static <T> List<T> read(RunningPool pool, String reader, Topic<T> topic) {
        String prefix = reader.toUpperCase(java.util.Locale.ROOT) + "_KAFKA_";
        Map<String, Object> properties = KafkaAccess.scram(
                        pool.setting(reader, prefix + "BOOTSTRAP"),
                        pool.setting(reader, prefix + "USER"),
                        pool.setting(reader, prefix + "PASSWORD"))
                .clientProperties();
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        List<T> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, topic.partitions())
                    .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                    .toList();
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
}

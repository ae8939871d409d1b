package thunderpool.runtime;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import thunderpool.topics.CorruptRecordException;
import thunderpool.topics.Received;
import thunderpool.topics.Topic;

/** What all our consumers have in common: they see committed records only, and never let Kafka commit by itself. */
final class Consumers {
    private Consumers() {}

    static Map<String, Object> properties(KafkaAccess access) {
        Map<String, Object> properties = access.clientProperties();
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        properties.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        // Kafka's minute is longer than a stopping service may take while the broker is away.
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return properties;
    }

    /**
     * A member of a group under a fixed name: after a crash the same name takes its partitions back at once instead of
     * waiting for its own ghost's session to lapse.
     */
    static Map<String, Object> memberProperties(KafkaAccess access, String group, String instance) {
        Map<String, Object> properties = properties(access);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
        return properties;
    }

    static Consumer<byte[], byte[]> open(Map<String, Object> properties) {
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** @throws CorruptRecordException naming the record, when its bytes are not of a version this code knows */
    static <T> Received<T> decode(Topic<T> topic, ConsumerRecord<byte[], byte[]> record) {
        try {
            byte[] bytes = record.value();
            if (bytes == null) {
                throw new CorruptRecordException("record without a value");
            }
            T value = topic.codec().decode(bytes);
            return new Received<>(topic, record.partition(), record.offset(), record.timestamp(), value);
        } catch (CorruptRecordException e) {
            CorruptRecordException named = new CorruptRecordException(
                    topic.name() + "-" + record.partition() + " offset " + record.offset() + ": " + e.getMessage());
            named.initCause(e);
            throw named;
        }
    }
}

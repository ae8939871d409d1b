package thunderpool.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.topics.Topic;
import thunderpool.topics.TopicWriter;

/**
 * The one producer of a service and the writers over it: idempotent, acks=all, a linger of 5 ms. Within a partition
 * records keep the order in which they were written.
 */
public final class KafkaWriters implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaWriters.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(20);

    private final RenewedProducer producer;

    /**
     * @param clientId seen in the broker's logs and metrics
     * @param blockMax how long a write may hold its thread when a topic is not known yet or the buffer is full; then
     *     the write fails and was certainly not sent. Zero for event loops, after {@link #connect}.
     */
    public KafkaWriters(KafkaAccess access, String clientId, Duration blockMax, MeterRegistry registry) {
        Map<String, Object> properties = producerProperties(access);
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, blockMax.toMillis());
        // A service that is silent for hours must not have to ask for its topics' leaders on an event loop's time.
        properties.put(
                ProducerConfig.METADATA_MAX_IDLE_CONFIG, Duration.ofDays(7).toMillis());
        this.producer = new RenewedProducer(
                () -> new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()), registry);
    }

    /** Shared by the plain and the transactional producer. */
    static Map<String, Object> producerProperties(KafkaAccess access) {
        Map<String, Object> properties = access.clientProperties();
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        return properties;
    }

    /** A writer of one topic; thread-safe, as many as wanted. Its stages complete on the producer's own thread. */
    public <T> TopicWriter<T> writer(Topic<T> topic) {
        return new KafkaTopicWriter<>(producer::send, topic);
    }

    /** The far end of an {@link OutboxPublisher}: bytes as they are. */
    public Function<OutboxRecord, CompletionStage<Long>> outboxLog() {
        return row -> producer.send(KafkaTopicWriter.record(row.topic(), row.partition(), row.key(), row.bytes()));
    }

    /**
     * Learns the leaders of the topics, so that later writes need not wait for them.
     *
     * @return false when the broker did not answer for all of them within the writers' {@code blockMax}, or does not know or
     *     trust this service yet: who starts before its user and its rights are made has only to ask again
     */
    public boolean connect(Iterable<Topic<?>> topics) {
        for (Topic<?> topic : topics) {
            try {
                producer.learn(topic.name());
            } catch (TimeoutException | AuthenticationException | AuthorizationException notYet) {
                LOG.info("the broker does not know {} yet: {}", topic.name(), notYet.getMessage());
                return false;
            }
        }
        return true;
    }

    /** Blocks until everything handed over is acknowledged or has failed. */
    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close(CLOSE_WITHIN);
    }
}

package thunderpool.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import thunderpool.topics.Topic;
import thunderpool.topics.TopicWriter;

/** A topic's records through a shared producer: the topic says bytes, key and partition, the broker says when. */
final class KafkaTopicWriter<T> implements TopicWriter<T> {
    private final Function<ProducerRecord<byte[], byte[]>, CompletionStage<Long>> producer;
    private final Topic<T> topic;

    KafkaTopicWriter(Function<ProducerRecord<byte[], byte[]>, CompletionStage<Long>> producer, Topic<T> topic) {
        this.producer = producer;
        this.topic = topic;
    }

    @Override
    public CompletionStage<Long> write(T value) {
        return producer.apply(record(topic, value));
    }

    /** Never throws: what cannot be handed to the producer completes the stage exceptionally. */
    static CompletionStage<Long> send(Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<Long> written = new CompletableFuture<>();
        try {
            var _ = producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    written.complete(metadata.offset());
                } else {
                    written.completeExceptionally(failure);
                }
            });
        } catch (KafkaException | IllegalStateException notSent) {
            // A full buffer, or a producer already closed: the record was certainly not sent.
            written.completeExceptionally(notSent);
        }
        return written;
    }

    static <T> ProducerRecord<byte[], byte[]> record(Topic<T> topic, T value) {
        return record(
                topic.name(),
                topic.partition().applyAsInt(value),
                topic.key().apply(value),
                topic.codec().encode(value));
    }

    static ProducerRecord<byte[], byte[]> record(String topic, int partition, byte[] key, byte[] value) {
        return new ProducerRecord<>(topic, partition, key.length == 0 ? null : key, value);
    }
}

package thunderpool.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import thunderpool.topics.Topic;
import thunderpool.topics.TopicWriter;

/** A topic's records through a shared producer: the topic says bytes, key and partition, the broker says when. */
final class KafkaTopicWriter<T> implements TopicWriter<T> {
    private final Producer<byte[], byte[]> producer;
    private final Topic<T> topic;

    KafkaTopicWriter(Producer<byte[], byte[]> producer, Topic<T> topic) {
        this.producer = producer;
        this.topic = topic;
    }

    @Override
    public CompletionStage<Long> write(T value) {
        CompletableFuture<Long> written = new CompletableFuture<>();
        try {
            var _ = producer.send(record(topic, value), (metadata, failure) -> {
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
        byte[] key = topic.key().apply(value);
        int partition = topic.partition().applyAsInt(value);
        return new ProducerRecord<>(
                topic.name(),
                partition,
                key.length == 0 ? null : key,
                topic.codec().encode(value));
    }
}

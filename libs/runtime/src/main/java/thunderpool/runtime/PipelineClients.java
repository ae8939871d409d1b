package thunderpool.runtime;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.StickyAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The two clients of a pipeline.
 *
 * @param name consumer group, and with the instance the transactional id: the same after a restart, so that the new
 *     process ends its predecessor's open transaction at once
 */
record PipelineClients(KafkaAccess access, String name, String instance) {
    Consumer<byte[], byte[]> consumer(int batchMax) {
        Map<String, Object> properties = Consumers.memberProperties(access, name, instance);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, batchMax);
        // The first one decides: everybody gives everything back, then all of it is shared out at once. The cooperative
        // one takes two steps, between which a failure leaves partitions without an owner (docs/decisions/0006); it is
        // named only so that this version can join a group of the one before.
        properties.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(StickyAssignor.class.getName(), CooperativeStickyAssignor.class.getName()));
        return Consumers.open(properties);
    }

    Producer<byte[], byte[]> producer() {
        Map<String, Object> properties = KafkaWriters.producerProperties(access);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, name + "-" + instance);
        int timeoutMs = (int) TransactionalPipeline.TRANSACTION_TIMEOUT.toMillis();
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, timeoutMs);
        // Must not outlive the transaction, or a record could be retried into the next one's time.
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeoutMs);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMs / 2);
        // With more, the first batch of a transaction may be told to wait for the end of the one before while those
        // behind it arrive out of order (KIP-890); five such in flight were seen to be sent no more until the time-out
        // above: 10 s without judging. One costs nothing: a transaction is a few requests.
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        // Also how long a stop may have to wait for a broker that does not answer.
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }
}

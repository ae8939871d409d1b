package thunderpool.standalone;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import thunderpool.runtime.ConsumerLag;
import thunderpool.runtime.FeedContainers;
import thunderpool.runtime.KafkaAccess;
import thunderpool.runtime.KafkaLogReplay;
import thunderpool.runtime.KafkaWriters;
import thunderpool.runtime.LogReplay;
import thunderpool.runtime.TopicProvisioner;
import thunderpool.topics.Principal;
import thunderpool.topics.Topic;
import thunderpool.topics.TopicWriter;

/** A broker with some topics for the tests of what runs on it. */
final class TestLog implements AutoCloseable {
    private final TestBroker broker;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private TestLog(TestBroker broker, Collection<Topic<?>> topics) {
        this.broker = broker;
        TopicProvisioner.provision(broker.admin(), topics, TopicProvisioner.Replication.SINGLE);
    }

    /** On a broker of either kind. */
    static TestLog start(Path dir, Collection<Topic<?>> topics) {
        return new TestLog(TestBroker.start(dir), topics);
    }

    /** On the embedded broker, where a test is about it. */
    static TestLog embedded(Path dir, Collection<Topic<?>> topics) {
        return new TestLog(TestBroker.embedded(dir), topics);
    }

    KafkaAccess access(Principal principal) {
        return broker.access(principal);
    }

    SimpleMeterRegistry registry() {
        return registry;
    }

    FeedContainers feeds(Principal principal, String instance) {
        return new FeedContainers(access(principal), principal, instance, registry, lag(principal));
    }

    ConsumerLag lag(Principal principal) {
        return new ConsumerLag(access(principal), registry);
    }

    KafkaWriters writers(Principal principal) {
        return new KafkaWriters(access(principal), principal.label(), Duration.ofSeconds(20), registry);
    }

    /** Writes and waits for every acknowledgement. */
    <T> void write(Topic<T> topic, Collection<T> values) throws Exception {
        try (KafkaWriters writers = writers(topic.writer())) {
            TopicWriter<T> writer = writers.writer(topic);
            List<CompletionStage<Long>> written =
                    values.stream().map(writer::write).toList();
            for (CompletionStage<Long> stage : written) {
                stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
            }
        }
    }

    void writeGarbage(Topic<?> topic, int partition) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                access(topic.writer()).clientProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic.name(), partition, null, new byte[] {99, 1, 2}))
                    .get(20, TimeUnit.SECONDS);
        }
    }

    /** Every committed value of the topic, partition by partition, in order. */
    <T> List<T> committed(Topic<T> topic, Principal reader) {
        List<T> values = new ArrayList<>();
        LogReplay replay = new KafkaLogReplay(access(reader));
        for (int partition = 0; partition < topic.partitions(); partition++) {
            replay.replay(topic, partition, LogReplay.BEGINNING, record -> values.add(record.value()));
        }
        return values;
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not in time: " + what);
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    @Override
    public void close() {
        broker.close();
    }
}

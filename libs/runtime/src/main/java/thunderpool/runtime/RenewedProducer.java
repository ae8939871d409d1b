package thunderpool.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthenticationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An idempotent producer that survives a broker which does not know its user yet: a service that starts before its user is
 * created, or while a password is changed. Kafka's own loses its question for a producer id with the refused connection
 * (4.2, {@code Sender.runOnce}), and would then neither write anything ever again nor sleep. One that was refused before it
 * wrote anything is therefore replaced at the next use. Without an id nothing left it, so nothing is lost or doubled by that.
 */
final class RenewedProducer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RenewedProducer.class);

    private final Supplier<Producer<byte[], byte[]>> open;
    private final @Nullable MeterRegistry registry;
    private volatile Opened current;
    private boolean closed;

    RenewedProducer(Supplier<Producer<byte[], byte[]>> open, @Nullable MeterRegistry registry) {
        this.open = open;
        this.registry = registry;
        this.current = new Opened(open.get(), registry);
    }

    /** As {@link KafkaTopicWriter#send}. */
    CompletionStage<Long> send(ProducerRecord<byte[], byte[]> record) {
        Opened at = usable();
        CompletionStage<Long> written = KafkaTopicWriter.send(at.producer, record);
        var _ = written.whenComplete((offset, failure) -> {
            if (failure == null) {
                at.wrote = true;
            } else {
                at.heard(failure);
            }
        });
        return written;
    }

    /** Learns who leads the topic's partitions. Throws what the producer throws. */
    void learn(String topic) {
        Opened at = usable();
        try {
            at.producer.partitionsFor(topic);
        } catch (AuthenticationException refused) {
            at.heard(refused);
            throw refused;
        }
    }

    void flush() {
        current.producer.flush();
    }

    private Opened usable() {
        Opened at = current;
        return at.refused && !at.wrote ? renewed(at) : at;
    }

    private synchronized Opened renewed(Opened refused) {
        if (current == refused && !closed) {
            LOG.info("the broker refused the producer before it wrote anything: a new one tries again");
            refused.close(Duration.ZERO);
            current = new Opened(open.get(), registry);
        }
        return current;
    }

    /** Waits so long for what was sent to be acknowledged. */
    synchronized void close(Duration within) {
        closed = true;
        current.close(within);
    }

    @Override
    public void close() {
        close(Duration.ofMillis(Long.MAX_VALUE));
    }

    /** A producer, and what became of it. */
    private static final class Opened {
        private final Producer<byte[], byte[]> producer;
        private final @Nullable KafkaClientMetrics metrics;
        private volatile boolean wrote;
        private volatile boolean refused;

        Opened(Producer<byte[], byte[]> producer, @Nullable MeterRegistry registry) {
            this.producer = producer;
            if (registry == null) {
                this.metrics = null;
            } else {
                this.metrics = new KafkaClientMetrics(producer);
                metrics.bindTo(registry);
            }
        }

        private void heard(Throwable failure) {
            if (failure instanceof AuthenticationException) {
                refused = true;
            }
        }

        private void close(Duration within) {
            if (metrics != null) {
                metrics.close();
            }
            producer.close(within);
        }
    }
}

package thunderpool.runtime;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import thunderpool.topics.ServiceStatus;
import thunderpool.topics.ServiceStatus.Lag;
import thunderpool.topics.ServiceStatus.Trouble;
import thunderpool.topics.Topic;

/**
 * Writes this process's {@link ServiceStatus} every few seconds, on a thread and through a producer of its own, and a last one when
 * it stops. It only looks: whatever fails here is left out or tried again, and never reaches the service.
 */
public final class StatusPublisher implements SmartLifecycle {
    /** From one status to the next; who has been silent for several of these is gone. */
    public static final Duration EVERY = Duration.ofSeconds(5);

    /** The reason in the last status of a process that stopped in order. */
    public static final String STOPPED = "stopped";

    private static final Logger LOG = LoggerFactory.getLogger(StatusPublisher.class);
    private static final Duration LAST_WORD_WITHIN = Duration.ofSeconds(1);
    private static final int BLOCK_MAX_MS = 2_000;

    /** Where a status comes from. */
    record Sources(
            Readiness readiness,
            Supplier<List<Lag>> lags,
            Supplier<List<Trouble>> troubles,
            Supplier<List<Figures>> figures) {}

    private final ServiceIdentity identity;
    private final Sources sources;
    private final Topic<ServiceStatus> topic;
    private final String version;
    private final long startedAtMs = System.currentTimeMillis();
    private final Worker worker;

    StatusPublisher(ServiceIdentity identity, Sources sources) {
        this.identity = identity;
        this.sources = sources;
        this.topic = ServiceStatus.topicOf(identity.service());
        this.version = version();
        this.worker = new Worker("status", this::publish);
    }

    /** All modules are built as one, so this jar's version is the service's. */
    private static String version() {
        String version = StatusPublisher.class.getPackage().getImplementationVersion();
        return version == null ? "built from sources" : version;
    }

    /** How this process is at the moment. */
    ServiceStatus status() throws InterruptedException {
        return status(sources.readiness.ask());
    }

    private ServiceStatus status(Readiness.Answer readiness) {
        return new ServiceStatus(
                identity.service(),
                identity.instance(),
                version,
                startedAtMs,
                System.currentTimeMillis(),
                readiness.ready(),
                TroubleLog.clean(readiness.reason()),
                sources.lags.get(),
                sources.troubles.get(),
                figures());
    }

    private Map<String, Long> figures() {
        Map<String, Long> all = new HashMap<>();
        for (Figures figures : sources.figures.get()) {
            try {
                all.putAll(figures.figures());
            } catch (RuntimeException unknown) {
                LOG.debug("figures are missing from the status", unknown);
            }
        }
        return all;
    }

    private void publish(Worker.Life life) {
        while (life.goesOn()) {
            try (RenewedProducer producer = new RenewedProducer(this::producer, null)) {
                while (life.goesOn()) {
                    write(producer, status());
                    life.pause(EVERY);
                }
                lastWord(producer);
            } catch (RuntimeException notPublished) {
                LOG.debug("the status was not published", notPublished);
                life.pause(EVERY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void lastWord(RenewedProducer producer) throws InterruptedException {
        try {
            ServiceStatus last = status(new Readiness.Answer(false, STOPPED));
            long offset = producer.send(KafkaTopicWriter.record(topic, last))
                    .toCompletableFuture()
                    .get(LAST_WORD_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            LOG.debug("the last status is at offset {}", offset);
        } catch (ExecutionException | TimeoutException unheard) {
            LOG.debug("the last status was not written", unheard);
        } finally {
            // What the broker did not take by now is dropped: a stopping service waits for nobody here.
            producer.close(Duration.ZERO);
        }
    }

    private void write(RenewedProducer producer, ServiceStatus status) {
        var _ = producer.send(KafkaTopicWriter.record(topic, status)).whenComplete((offset, failure) -> {
            if (failure != null) {
                LOG.debug("the status was not written", failure);
            }
        });
    }

    /** Of its own: a status must neither wait behind the service's records nor hold any of them up. */
    private Producer<byte[], byte[]> producer() {
        Map<String, Object> properties = KafkaWriters.producerProperties(identity.kafka());
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, identity.instance() + "-status");
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MAX_MS);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 1024 * 1024);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void start() {
        worker.start();
    }

    @Override
    public void stop() {
        worker.stop();
    }

    @Override
    public boolean isRunning() {
        return worker.running();
    }

    /** First to start and last to stop: a service that hangs in between should be seen to. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}

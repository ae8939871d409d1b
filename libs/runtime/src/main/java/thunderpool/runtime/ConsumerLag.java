package thunderpool.runtime;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import thunderpool.topics.ServiceStatus;

/**
 * {@code thunderpool_consumer_lag_records{topic}} and {@code thunderpool_consumer_lag_seconds{topic}}: how far this process's
 * consumers are behind. Asked by a client of its own every few seconds: a consumer that hangs or has stopped shows its lag
 * growing instead of its last good value.
 */
public final class ConsumerLag implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerLag.class);
    private static final Duration ASK_EVERY = Duration.ofSeconds(5);
    private static final int ANSWER_WITHIN_SECONDS = 10;

    /** Where logs end now: per partition the offset behind its last record. */
    @FunctionalInterface
    interface LogEnds {
        Map<TopicPartition, Long> of(Set<TopicPartition> partitions)
                throws ExecutionException, TimeoutException, InterruptedException;
    }

    private record Watched(FeedProgress progress, AtomicLong lag, LagAge age) {}

    private final KafkaAccess access;
    private final MeterRegistry registry;
    private final List<Watched> watched = new CopyOnWriteArrayList<>();
    private final Worker worker = new Worker("consumer-lag", this::askAll);

    public ConsumerLag(KafkaAccess access, MeterRegistry registry) {
        this.access = access;
        this.registry = registry;
    }

    /** From now on this consumer's lag is a gauge. */
    void watch(FeedProgress progress) {
        AtomicLong lag = new AtomicLong();
        Gauge.builder("thunderpool_consumer_lag_records", lag, AtomicLong::get)
                .description("Records in the topic that this service has not handled yet")
                .tag("topic", progress.topic().name())
                .register(registry);
        LagAge age = new LagAge(System::nanoTime);
        Gauge.builder("thunderpool_consumer_lag_seconds", age, lagging -> lagging.millis() / 1e3)
                .description("How long the oldest record that this service has not handled yet waits, at least")
                .tag("topic", progress.topic().name())
                .register(registry);
        watched.add(new Watched(progress, lag, age));
    }

    /** As last asked, by topic; of two consumers of one topic the one further behind. */
    public List<ServiceStatus.Lag> lags() {
        Map<String, Long> byTopic = new TreeMap<>();
        watched.forEach(one -> byTopic.merge(one.progress.topic().name(), one.lag.get(), Math::max));
        return byTopic.entrySet().stream()
                .map(lag -> new ServiceStatus.Lag(lag.getKey(), lag.getValue()))
                .toList();
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

    private void askAll(Worker.Life life) {
        Map<String, Object> properties = access.clientProperties();
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_SECONDS * 1000);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_SECONDS * 500);
        try (Admin admin = Admin.create(properties)) {
            while (life.goesOn()) {
                try {
                    look(partitions -> endsOf(admin, partitions));
                } catch (ExecutionException | TimeoutException brokerAway) {
                    LOG.debug("the broker does not say how long its logs are", brokerAway);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
                life.pause(ASK_EVERY);
            }
        }
    }

    /** Open transactions count as records: their reader is behind until they end. */
    private static Map<TopicPartition, Long> endsOf(Admin admin, Set<TopicPartition> partitions)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(wanted)
                .all()
                .get(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS)
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** Compares where everybody stands with where the logs end. */
    void look(LogEnds logs) throws ExecutionException, TimeoutException, InterruptedException {
        Set<TopicPartition> read = new HashSet<>();
        for (Watched one : watched) {
            one.progress.snapshot().keySet().forEach(partition -> read.add(at(one, partition)));
        }
        // Of one that stands by since it lost its lease nothing is asked, and its lag ends.
        Map<TopicPartition, Long> ends = read.isEmpty() ? Map.of() : logs.of(read);
        watched.forEach(one -> compare(one, ends));
    }

    private static void compare(Watched one, Map<TopicPartition, Long> ends) {
        Map<Integer, Long> handled = one.progress.snapshot();
        Map<Integer, Long> known = new HashMap<>();
        handled.keySet().forEach(partition -> {
            Long end = ends.get(at(one, partition));
            if (end != null) {
                known.put(partition, end);
            }
        });
        one.lag.set(handled.entrySet().stream()
                .mapToLong(next -> known.getOrDefault(next.getKey(), 0L) - next.getValue())
                .filter(behind -> behind > 0)
                .sum());
        one.age.seen(handled, known);
    }

    private static TopicPartition at(Watched one, int partition) {
        return new TopicPartition(one.progress.topic().name(), partition);
    }
}

package thunderpool.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.MicrometerConsumerListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.ContainerProperties.AssignmentCommitOption;
import thunderpool.topics.Principal;
import thunderpool.topics.Received;
import thunderpool.topics.Topic;

/**
 * Makes a service's consumers: as Spring Kafka containers whose positions the core keeps, as tables in memory, or as a
 * transactional pipeline. All read committed records only, and stop rather than skip a record they cannot read.
 *
 * <p>Everything made here starts and stops with a Spring context it is a bean of, or by hand.
 */
public final class FeedContainers {
    private static final long IDLE_EVENT_EVERY_MS = 1_000;

    private final KafkaAccess access;
    private final Principal principal;
    private final String instance;
    private final MeterRegistry registry;
    private final ConsumerLag lag;
    private final BooleanSupplier logIsOurs;

    /**
     * @param instance of this process among its service's; unique at a time, and the same again after a restart, so that a
     *     restarted process takes its partitions back at once
     */
    public FeedContainers(
            KafkaAccess access, Principal principal, String instance, MeterRegistry registry, ConsumerLag lag) {
        this(access, principal, instance, registry, lag, () -> true);
    }

    private FeedContainers(
            KafkaAccess access,
            Principal principal,
            String instance,
            MeterRegistry registry,
            ConsumerLag lag,
            BooleanSupplier logIsOurs) {
        this.access = access;
        this.principal = principal;
        this.instance = instance;
        this.registry = registry;
        this.lag = lag;
        this.logIsOurs = logIsOurs;
    }

    /** The same, but no position is given out before this holds, such as {@link LogIdentity#isOurs}. */
    public FeedContainers onlyWhen(BooleanSupplier holds) {
        return new FeedContainers(access, principal, instance, registry, lag, holds);
    }

    /**
     * Feeds a topic to a core that keeps its own positions; nothing is ever committed to Kafka. Partitions are shared
     * among the service's instances; an instance that lost one unnoticed is stopped by the core's positions.
     */
    public <T> ConcurrentMessageListenerContainer<byte[], byte[]> container(Topic<T> topic, FeedCore<T> core) {
        String group = TopicAccess.prefix(principal) + topic.name();
        Map<String, Object> properties = Consumers.memberProperties(access, group, instance);
        FeedProgress progress = new FeedProgress(topic);
        lag.watch(progress);
        PositionedListener<T> listener = new PositionedListener<>(
                topic, new GuardedCore<>(core, logIsOurs), progress, new FeedAlarms(topic, "container", registry));
        var factory =
                new DefaultKafkaConsumerFactory<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        factory.addListener(new MicrometerConsumerListener<>(registry));
        ContainerProperties container = new ContainerProperties(topic.name());
        container.setAckMode(AckMode.MANUAL);
        container.setAssignmentCommitOption(AssignmentCommitOption.NEVER);
        container.setMessageListener(listener);
        container.setConsumerRebalanceListener(listener);
        container.setIdleEventInterval(IDLE_EVENT_EVERY_MS);
        container.setPollTimeout(500);
        // Rights may be granted after the service has started; without this the container would end for good.
        container.setAuthExceptionRetryInterval(Duration.ofSeconds(5));
        var feed = new ConcurrentMessageListenerContainer<>(factory, container);
        feed.setBeanName(group);
        feed.setCommonErrorHandler(listener.errorHandler());
        feed.setApplicationEventPublisher(listener::onContainerEvent);
        return feed;
    }

    /** A topic as a table in memory; the handler sees every record from the first kept one on. */
    public <T> TableFeed<T> table(Topic<T> topic, Consumer<List<Received<T>>> handler) {
        TableFeed<T> feed = new TableFeed<>(access, topic, handler, registry);
        lag.watch(feed.progress());
        return feed;
    }

    /** Consume, transform and produce exactly once. */
    public <I> TransactionalPipeline<I> pipeline(
            Topic<I> input, PipelineCore<I> core, TransactionalPipeline.Tuning tuning) {
        String name = TopicAccess.prefix(principal) + input.name();
        PipelineClients clients = new PipelineClients(access, name, instance);
        FeedProgress progress = new FeedProgress(input);
        lag.watch(progress);
        return new TransactionalPipeline<>(
                clients,
                new PipelineTask<>(input, core, progress, new FeedAlarms(input, "pipeline", registry)),
                tuning);
    }

    /** Positions mean something only in the log they were taken from. */
    private record GuardedCore<T>(FeedCore<T> core, BooleanSupplier logIsOurs) implements FeedCore<T> {
        @Override
        public Map<Integer, Long> positions() {
            if (!logIsOurs.getAsBoolean()) {
                throw new IllegalStateException("it is not known to be the log that this database was folded from");
            }
            return core.positions();
        }

        @Override
        public void accept(List<Received<T>> batch) {
            core.accept(batch);
        }
    }
}

package thunderpool.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.event.ConsumerStoppedEvent;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.BatchConsumerAwareMessageListener;
import org.springframework.kafka.listener.CommonContainerStoppingErrorHandler;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.ListenerUtils;
import org.springframework.kafka.listener.MessageListenerContainer;
import thunderpool.topics.CorruptRecordException;
import thunderpool.topics.Received;
import thunderpool.topics.Topic;

/**
 * Stands between a Spring Kafka container and a {@link FeedCore}: positions come from the core at every assignment and
 * after every failure, and a partition whose position could not be asked for is not fed.
 */
final class PositionedListener<T>
        implements BatchConsumerAwareMessageListener<byte[], byte[]>, ConsumerAwareRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(PositionedListener.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final Topic<T> topic;
    private final FeedCore<T> core;
    private final FeedProgress progress;
    private final FeedAlarms alarms;

    /** Touched by the consumer's thread alone, as all of this class but its alarms and progress. */
    private final Set<TopicPartition> unpositioned = new HashSet<>();

    PositionedListener(Topic<T> topic, FeedCore<T> core, FeedProgress progress, FeedAlarms alarms) {
        this.topic = topic;
        this.core = core;
        this.progress = progress;
        this.alarms = alarms;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        try {
            position(consumer, partitions);
        } catch (RuntimeException coreAway) {
            // Thrown from here Kafka would read on from anywhere; the next batch fails instead and asks again.
            unpositioned.addAll(partitions);
            alarms.retrying(coreAway);
        }
    }

    @Override
    public void onPartitionsRevokedAfterCommit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        forget(partitions);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        forget(partitions);
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> records, @Nullable Consumer<?, ?> consumer) {
        List<Received<T>> batch = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            if (unpositioned.contains(partition)) {
                throw new IllegalStateException("the position of " + partition + " is not known yet");
            }
            batch.add(Consumers.decode(topic, record));
        }
        core.accept(batch);
        for (Received<T> record : batch) {
            progress.reached(record.partition(), record.offset() + 1);
        }
        if (consumer != null) {
            overMarkers(consumer);
        }
    }

    /**
     * On the consumer's thread. When nothing comes, the progress moves over the markers of transactions too; when the
     * consumer ends and nobody asked it to (another process took its name), the alarm goes off.
     */
    void onContainerEvent(Object event) {
        if (event instanceof ConsumerStoppedEvent end && end.getReason() != ConsumerStoppedEvent.Reason.NORMAL) {
            alarms.ended(end.getReason().toString());
        }
        if (event instanceof ListenerContainerIdleEvent idle) {
            overMarkers(idle.getConsumer());
        }
    }

    /** To be called when all that was polled is handled. A position that the broker would have to be asked for is left out. */
    private void overMarkers(Consumer<?, ?> consumer) {
        for (TopicPartition partition : consumer.assignment()) {
            if (!unpositioned.contains(partition)) {
                try {
                    progress.reached(partition.partition(), consumer.position(partition, Duration.ZERO));
                } catch (TimeoutException notKnownYet) {
                    LOG.debug("{} has no position yet", partition, notKnownYet);
                }
            }
        }
    }

    CommonErrorHandler errorHandler() {
        return new RetryOrStop();
    }

    private void position(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        Map<Integer, Long> positions = core.positions();
        for (TopicPartition partition : partitions) {
            Long next = positions.get(partition.partition());
            if (next == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, next);
            }
            progress.reached(partition.partition(), next == null ? 0 : next);
            unpositioned.remove(partition);
        }
    }

    private void forget(Collection<TopicPartition> partitions) {
        unpositioned.removeAll(partitions);
        partitions.forEach(partition -> progress.left(partition.partition()));
    }

    /** A record that cannot be read ends the container; whatever else fails comes again from the core's positions. */
    private final class RetryOrStop implements CommonErrorHandler {
        @Override
        public boolean isAckAfterHandle() {
            return false;
        }

        @Override
        public void handleBatch(
                Exception thrown,
                ConsumerRecords<?, ?> records,
                Consumer<?, ?> consumer,
                MessageListenerContainer container,
                Runnable invokeListener) {
            if (unreadable(thrown)) {
                alarms.stoppedAt(thrown);
                new CommonContainerStoppingErrorHandler()
                        .handleBatch(thrown, records, consumer, container, invokeListener);
                return;
            }
            alarms.retrying(thrown);
            pause(container);
            try {
                position(consumer, records.partitions());
            } catch (RuntimeException coreStillAway) {
                unpositioned.addAll(records.partitions());
                // Without this the batch would be gone from the fetcher: it must come to fail and ask again.
                records.partitions()
                        .forEach(partition -> consumer.seek(
                                partition, records.records(partition).getFirst().offset()));
            }
        }

        private static void pause(MessageListenerContainer container) {
            try {
                ListenerUtils.stoppableSleep(container, AFTER_FAILURE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static boolean unreadable(@Nullable Throwable thrown) {
            for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                if (cause instanceof CorruptRecordException) {
                    return true;
                }
            }
            return false;
        }
    }
}

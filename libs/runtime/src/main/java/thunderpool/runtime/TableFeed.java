package thunderpool.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.springframework.context.SmartLifecycle;
import thunderpool.topics.CorruptRecordException;
import thunderpool.topics.Received;
import thunderpool.topics.Topic;

/**
 * A topic held as a table in memory: every instance reads all of it from the beginning, belongs to no group, and goes
 * on following. The handler runs on the feed's one thread, and sees a batch again when it threw on it.
 */
public final class TableFeed<T> implements SmartLifecycle {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final KafkaAccess access;
    private final Topic<T> topic;
    private final Consumer<List<Received<T>>> handler;
    private final FeedAlarms alarms;
    private final FeedProgress progress;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final Worker worker;

    TableFeed(KafkaAccess access, Topic<T> topic, Consumer<List<Received<T>>> handler, MeterRegistry registry) {
        this.access = access;
        this.topic = topic;
        this.handler = handler;
        this.alarms = new FeedAlarms(topic, "table", registry);
        this.progress = new FeedProgress(topic);
        this.worker = new Worker("table-" + topic.name(), this::follow);
    }

    FeedProgress progress() {
        return progress;
    }

    /** True once everything was handled that the topic held when this feed first reached the broker. */
    public boolean caughtUp() {
        return caughtUp.getCount() == 0;
    }

    /** Waits for {@link #caughtUp}; false when it takes longer than this. */
    public boolean awaitCaughtUp(Duration atMost) throws InterruptedException {
        return caughtUp.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** True once it met a record it cannot read; it handles nothing more until the service is restarted. */
    public boolean stoppedAtUnreadable() {
        return alarms.stopped();
    }

    @Override
    public void start() {
        worker.start();
    }

    @Override
    public void stop() {
        worker.stop();
    }

    /** All feeds of a service end side by side: one after the other each would finish its own poll first. */
    @Override
    public void stop(Runnable stopped) {
        Thread.ofVirtual().name("stop " + topic.name()).start(() -> {
            try {
                worker.stop();
            } finally {
                stopped.run();
            }
        });
    }

    @Override
    public boolean isRunning() {
        return worker.running();
    }

    private void follow(Worker.Life life) {
        while (life.goesOn()) {
            try {
                readFromPositions(life);
            } catch (CorruptRecordException unreadable) {
                alarms.stoppedAt(unreadable);
                return;
            } catch (RuntimeException failure) {
                alarms.retrying(failure);
                life.pause(AFTER_FAILURE);
            }
        }
    }

    private void readFromPositions(Worker.Life life) {
        List<TopicPartition> partitions = IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
        try (var consumer = Consumers.open(Consumers.properties(access))) {
            consumer.assign(partitions);
            seekToProgress(consumer, partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (life.goesOn()) {
                List<Received<T>> batch = new ArrayList<>();
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    batch.add(Consumers.decode(topic, record));
                }
                if (!batch.isEmpty()) {
                    handler.accept(List.copyOf(batch));
                }
                for (TopicPartition partition : partitions) {
                    progress.reached(partition.partition(), consumer.position(partition));
                }
                if (!caughtUp() && reached(ends)) {
                    caughtUp.countDown();
                }
            }
        } catch (org.apache.kafka.common.errors.InterruptException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while following " + topic.name(), e);
        }
    }

    private void seekToProgress(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        Map<Integer, Long> handled = progress.snapshot();
        for (TopicPartition partition : partitions) {
            Long next = handled.get(partition.partition());
            if (next == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, next);
            }
        }
    }

    private boolean reached(Map<TopicPartition, Long> ends) {
        Map<Integer, Long> handled = progress.snapshot();
        return ends.entrySet().stream()
                .allMatch(end -> handled.getOrDefault(end.getKey().partition(), 0L) >= end.getValue());
    }
}

package thunderpool.runtime;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;
import thunderpool.topics.Received;
import thunderpool.topics.Topic;

/**
 * One life of a pipeline at the broker, until the first failure. Used by one thread.
 *
 * <p>Why no other process's work can slip between state and offsets: a new partition's committed offset is fetched as
 * stable (it waits for transactions in flight), only then is its state rebuilt, and every transaction, idle ones too,
 * commits offsets under the group's generation, which a process that lost its partitions no longer has.
 */
final class PipelineSession<I> implements AutoCloseable, ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineSession.class);
    private static final Duration POLL_MAX = Duration.ofMillis(100);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

    private final PipelineTask<I> task;
    private final TransactionalPipeline.Tuning tuning;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final Set<Integer> arrived = new TreeSet<>();

    /** Owned partitions, and per partition the offset behind the last record the core has handled. */
    private final Map<Integer, Long> handled = new TreeMap<>();

    private boolean open;
    private boolean closing;

    /** After a failure the name stays a member: the next session takes its partitions back without a rebalance. */
    private GroupMembershipOperation leaving = GroupMembershipOperation.DEFAULT;

    private long begunNanos;
    private long idleNanos;

    PipelineSession(
            PipelineClients clients,
            PipelineTask<I> task,
            TransactionalPipeline.Tuning tuning,
            InstantSource clock,
            LongSupplier nanoClock) {
        this.task = task;
        this.tuning = tuning;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.idleNanos = nanoClock.getAsLong();
        this.producer = clients.producer();
        this.consumer = clients.consumer(tuning.batchMax());
        try {
            producer.initTransactions();
            consumer.subscribe(List.of(task.input().name()), this);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Polls once, hands over what came, lets time pass, and commits when a transaction is due. */
    void step() {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(pollTime());
        if (!arrived.isEmpty()) {
            settle(records);
        }
        if (!records.isEmpty()) {
            begin();
            task.core().onBatch(decoded(records), this::write);
        }
        handled.replaceAll((partition, before) -> consumer.position(at(partition)));
        if (nanoClock.getAsLong() - idleNanos >= tuning.idleEvery().toNanos()) {
            idleNanos = nanoClock.getAsLong();
            Set<Integer> caughtUp = caughtUp();
            if (!caughtUp.isEmpty()) {
                task.core().onIdle(caughtUp, clock.millis(), this::write);
            }
        }
        if (open && untilCommit().isZero()) {
            commit();
        }
    }

    /** Makes the outputs and all owned positions visible together; nothing to do without a transaction. */
    void commit() {
        if (!open) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        handled.forEach((partition, next) -> offsets.put(at(partition), new OffsetAndMetadata(next)));
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
        open = false;
        offsets.forEach((at, next) -> task.progress().reached(at.partition(), next.offset()));
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> arrived.add(partition.partition()));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (!closing) {
            commit();
        }
        partitions.forEach(partition -> leave(partition.partition()));
    }

    /** Another may own them already: nothing of what is open can be committed any more. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> leave(partition.partition()));
        if (open && !closing) {
            throw new KafkaException("lost " + partitions + " with a transaction open");
        }
    }

    /** The orderly end: commits, and tells the group, so that another instance takes over at once. */
    void leave() {
        commit();
        leaving = GroupMembershipOperation.LEAVE_GROUP;
    }

    @Override
    public void close() {
        closing = true;
        if (open) {
            open = false;
            quietly("abort the transaction", producer::abortTransaction);
        }
        quietly("close the producer", () -> producer.close(CLOSE_WITHIN));
        CloseOptions options = CloseOptions.timeout(CLOSE_WITHIN).withGroupMembershipOperation(leaving);
        quietly("close the consumer", () -> consumer.close(options));
        for (int partition : List.copyOf(handled.keySet())) {
            leave(partition);
        }
    }

    /** Rebuilds the state of partitions that arrived; outside a transaction, because a replay can take long. */
    private void settle(ConsumerRecords<byte[], byte[]> polled) {
        commit();
        for (int partition : List.copyOf(arrived)) {
            // Waits until the committed offset is stable: only then is the output's end the end of that past.
            long position = consumer.position(at(partition));
            List<ConsumerRecord<byte[], byte[]>> waiting = polled.records(at(partition));
            long next = waiting.isEmpty() ? position : waiting.getFirst().offset();
            LOG.atInfo()
                    .addKeyValue(LogKey.EVENT, LogEvent.PARTITION_TAKEN)
                    .addKeyValue(LogKey.TOPIC, task.input().name())
                    .addKeyValue(LogKey.PARTITION, partition)
                    .log("takes over at offset {}", next);
            task.core().onAssigned(partition);
            arrived.remove(partition);
            handled.put(partition, next);
            task.progress().reached(partition, next);
        }
    }

    private void leave(int partition) {
        arrived.remove(partition);
        if (handled.remove(partition) != null) {
            task.core().onRevoked(partition);
            task.progress().left(partition);
        }
    }

    private List<Received<I>> decoded(ConsumerRecords<byte[], byte[]> records) {
        List<Received<I>> batch = new ArrayList<>(records.count());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            batch.add(Consumers.decode(task.input(), record));
        }
        return batch;
    }

    /** Everything the broker has shown was handed over; a lag not known yet is a lag. */
    private Set<Integer> caughtUp() {
        return handled.keySet().stream()
                .filter(partition -> consumer.currentLag(at(partition)).orElse(1) == 0)
                .collect(Collectors.toUnmodifiableSet());
    }

    private <T> void write(Topic<T> topic, T value) {
        begin();
        // A failed write fails the commit, which ends the session; there is nothing to do for a single record.
        var _ = producer.send(KafkaTopicWriter.record(topic, value));
    }

    private void begin() {
        if (!open) {
            producer.beginTransaction();
            open = true;
            begunNanos = nanoClock.getAsLong();
        }
    }

    private Duration pollTime() {
        Duration untilCommit = open ? untilCommit() : POLL_MAX;
        return untilCommit.compareTo(POLL_MAX) < 0 ? untilCommit : POLL_MAX;
    }

    private Duration untilCommit() {
        long left = tuning.commitEvery().toNanos() - (nanoClock.getAsLong() - begunNanos);
        return Duration.ofNanos(Math.max(0, left));
    }

    private TopicPartition at(int partition) {
        return new TopicPartition(task.input().name(), partition);
    }

    private static void quietly(String what, Runnable closing) {
        try {
            closing.run();
        } catch (RuntimeException e) {
            LOG.warn("could not {}: {}", what, e.toString());
        }
    }
}

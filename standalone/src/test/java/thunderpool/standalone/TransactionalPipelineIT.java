package thunderpool.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thunderpool.runtime.KafkaLogReplay;
import thunderpool.runtime.LogReplay;
import thunderpool.runtime.NumberTopic;
import thunderpool.runtime.OutputSink;
import thunderpool.runtime.PipelineCore;
import thunderpool.runtime.TransactionalPipeline;
import thunderpool.topics.Principal;
import thunderpool.topics.Received;

/**
 * Goal: each distinct input has exactly one output, whatever fails. Method: a core that drops values it has seen, with
 * no memory but what it rebuilds from its own output.
 */
final class TransactionalPipelineIT {
    private static final long MADE = 1_000_000;
    private static final TransactionalPipeline.Tuning TUNING =
            new TransactionalPipeline.Tuning(Duration.ofMillis(20), Duration.ofMillis(100), 50);

    @TempDir
    Path dir;

    private TestLog log;

    @BeforeEach
    void start() {
        log = TestLog.start(dir, List.of(NumberTopic.TOPIC, NumberTopic.DOUBLED));
    }

    @AfterEach
    void stop() {
        log.close();
    }

    @Test
    void eachInputTakesEffectOnceOverAbortsRestartsAndHandovers() throws Exception {
        DistinctCore core = new DistinctCore(new KafkaLogReplay(log.access(Principal.VALIDATOR)));
        core.failAtBatches = Set.of(2, 4);
        TransactionalPipeline<Long> first = pipeline("one", core);
        first.start();
        log.write(NumberTopic.TOPIC, range(0, 300));
        TestLog.await("first outputs", () -> outputs().size() >= 300);
        first.stop();
        assertThat(core.failures.get()).as("batches that failed half way").isEqualTo(2);
        assertThat(outputs()).containsExactlyInAnyOrderElementsOf(expected(300));

        // The same values again and new ones, to a successor under another name that has to rebuild from the output.
        log.write(NumberTopic.TOPIC, range(200, 400));
        TransactionalPipeline<Long> second =
                pipeline("two", new DistinctCore(new KafkaLogReplay(log.access(Principal.VALIDATOR))));
        second.start();
        TestLog.await("all outputs", () -> outputs().size() >= 400);
        log.write(NumberTopic.TOPIC, List.of(400L, 401L));
        TestLog.await("the last outputs", () -> outputs().size() >= 402);
        second.stop();
        assertThat(outputs()).containsExactlyInAnyOrderElementsOf(expected(402));
    }

    /** A failure in the middle of a rebalance must leave no partition without an owner. */
    @Test
    void everyPartitionHasAnOwnerWhoeverComesGoesAndFails() throws Exception {
        DistinctCore core = new DistinctCore(new KafkaLogReplay(log.access(Principal.VALIDATOR)));
        DistinctCore other = new DistinctCore(new KafkaLogReplay(log.access(Principal.VALIDATOR)));
        TransactionalPipeline<Long> first = pipeline("one", core);
        TransactionalPipeline<Long> second = pipeline("two", other);
        first.start();
        log.write(NumberTopic.TOPIC, range(0, 2));
        TestLog.await("the first to own them", () -> outputs().size() >= 2);
        for (int round = 0; round < 2; round++) {
            long from = round * 100L;
            int failures = core.failures.get();
            core.failsAtTaking.set(true);
            second.start();
            TestLog.await("the failure while a partition moves", () -> core.failures.get() > failures);
            log.write(NumberTopic.TOPIC, range(from, from + 100));
            TestLog.await("outputs of round " + round, () -> outputs().size() >= from + 100);
            second.stop();
        }
        first.stop();
        assertThat(outputs()).containsExactlyInAnyOrderElementsOf(expected(200));
    }

    @Test
    void idlePartitionsActInsideATransactionOnceTheyAreCaughtUp() {
        DistinctCore core = new DistinctCore(new KafkaLogReplay(log.access(Principal.VALIDATOR)));
        core.sealWhenIdle = true;
        TransactionalPipeline<Long> pipeline = pipeline("one", core);
        pipeline.start();
        TestLog.await("seals of both partitions", () -> Set.copyOf(outputs()).equals(Set.of(-2L, -1L)));
        pipeline.stop();
    }

    @Test
    void stopsAtARecordItCannotReadAndNeverSkipsIt() throws Exception {
        log.write(NumberTopic.TOPIC, List.of(2L));
        TransactionalPipeline<Long> pipeline =
                pipeline("one", new DistinctCore(new KafkaLogReplay(log.access(Principal.VALIDATOR))));
        pipeline.start();
        TestLog.await("the good record", () -> outputs().size() == 1);
        log.writeGarbage(NumberTopic.TOPIC, 0);
        log.write(NumberTopic.TOPIC, List.of(4L));
        TestLog.await("the stop", pipeline::stoppedAtUnreadable);
        TestLog.await("the thread's end", () -> !pipeline.isRunning());
        assertThat(outputs()).containsExactly(2 + MADE);
        assertThat(log.registry()
                        .get("thunderpool_feed_stopped")
                        .tag("topic", "numbers")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    private TransactionalPipeline<Long> pipeline(String instance, DistinctCore core) {
        return log.feeds(Principal.VALIDATOR, instance).pipeline(NumberTopic.TOPIC, core, TUNING);
    }

    private List<Long> outputs() {
        return log.committed(NumberTopic.DOUBLED, Principal.ACCOUNTING);
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static List<Long> expected(long count) {
        return LongStream.range(MADE, MADE + count).boxed().toList();
    }

    /** Answers each value it has not seen with that value plus a million: even stays even, so partitions agree. */
    private static final class DistinctCore implements PipelineCore<Long> {
        private final LogReplay replay;
        private final Map<Integer, Set<Long>> seen = new HashMap<>();
        private final AtomicInteger batches = new AtomicInteger();
        private final AtomicInteger failures = new AtomicInteger();
        private final AtomicBoolean failsAtTaking = new AtomicBoolean();
        private final Set<Integer> sealed = new HashSet<>();
        private volatile Set<Integer> failAtBatches = Set.of();
        private volatile boolean sealWhenIdle;

        DistinctCore(LogReplay replay) {
            this.replay = replay;
        }

        @Override
        public void onAssigned(int partition) {
            Set<Long> rebuilt = new HashSet<>();
            replay.replay(NumberTopic.DOUBLED, partition, LogReplay.BEGINNING, record -> rebuilt.add(record.value()));
            seen.put(partition, rebuilt);
        }

        @Override
        public void onRevoked(int partition) {
            seen.remove(partition);
            if (failsAtTaking.getAndSet(false)) {
                failures.incrementAndGet();
                throw new IllegalStateException("failed while a partition was given back");
            }
        }

        @Override
        public void onBatch(List<Received<Long>> batch, OutputSink out) {
            boolean fails = failAtBatches.contains(batches.incrementAndGet());
            List<Received<Long>> handled = new ArrayList<>(fails ? batch.subList(0, (batch.size() + 1) / 2) : batch);
            for (Received<Long> record : handled) {
                long made = record.value() + MADE;
                Set<Long> before = seen.get(record.partition());
                assertThat(before).as("assigned before its first batch").isNotNull();
                if (before != null && before.add(made)) {
                    out.write(NumberTopic.DOUBLED, made);
                }
            }
            if (fails) {
                failures.incrementAndGet();
                throw new IllegalStateException("half of a batch was written, then this");
            }
        }

        @Override
        public void onIdle(Set<Integer> caughtUp, long nowMs, OutputSink out) {
            for (int partition : caughtUp) {
                if (sealWhenIdle && sealed.add(partition)) {
                    out.write(NumberTopic.DOUBLED, partition == 0 ? -2L : -1L);
                }
            }
        }
    }
}

package thunderpool.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import thunderpool.gateway.session.SharePort;
import thunderpool.gateway.session.Work;
import thunderpool.topics.ShareSubmitted;
import thunderpool.work.Extranonce;
import thunderpool.work.Miner;
import thunderpool.work.RewardSystem;
import thunderpool.work.Submission;

class ShareSinkTest {
    private static final Duration NEVER = Duration.ofHours(1);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong nanos = new AtomicLong(1);
    private final List<ShareSubmitted> records = new ArrayList<>();
    private final List<CompletableFuture<Long>> answers = new ArrayList<>();
    private final ShareSink sink = sink(NEVER);
    private int durable;
    private int unknown;

    private ShareSink sink(Duration linger) {
        ShareSink.Limits limits = new ShareSink.Limits(linger, 10, Duration.ofSeconds(4), Duration.ofSeconds(5));
        return new ShareSink("bitcoin-regtest", this::write, timer, nanos::get, limits);
    }

    private synchronized CompletableFuture<Long> write(ShareSubmitted record) {
        CompletableFuture<Long> answer = new CompletableFuture<>();
        records.add(record);
        answers.add(answer);
        return answer;
    }

    private synchronized int written() {
        return records.size();
    }

    @AfterEach
    void stopTimer() {
        timer.shutdownNow();
    }

    private boolean offer(ShareSink to, int extranonce1) {
        Submission submission = new Submission(Work.job(7, -32), extranonce1, 0, 0, 0, 0);
        Miner miner = new Miner(Work.POOL, "", RewardSystem.PPLNS, "blocks");
        return to.offer(new ShareSubmitted.Share(submission, miner), new SharePort.Receipt() {
            @Override
            public void durable() {
                durable++;
            }

            @Override
            public void unknown() {
                unknown++;
            }
        });
    }

    @Test
    void sharesOfOnePartitionTravelAsOneRecordAndAreAnsweredWhenItIsDurable() {
        for (int i = 0; i < 8; i++) {
            assertThat(offer(sink, i)).isTrue();
        }
        sink.flush();
        assertThat(records).hasSizeLessThanOrEqualTo(ShareSubmitted.PARTITIONS);
        assertThat(records.stream().mapToInt(record -> record.shares().size()).sum())
                .isEqualTo(8);
        for (ShareSubmitted record : records) {
            assertThat(record.shares().stream()
                            .map(share -> Extranonce.partitionOf(
                                    share.submission().extranonce1(), ShareSubmitted.PARTITIONS)))
                    .containsOnly(ShareSubmitted.TOPIC.partition().applyAsInt(record));
        }
        assertThat(durable).isZero();
        answers.forEach(answer -> answer.complete(1L));
        assertThat(durable).isEqualTo(8);
        assertThat(sink.inFlight()).isZero();
    }

    @Test
    void whatWaitsIsBounded() {
        for (int i = 0; i < 10; i++) {
            assertThat(offer(sink, 1)).isTrue();
        }
        assertThat(offer(sink, 1)).isFalse();
        sink.flush();
        answers.getFirst().complete(1L);
        assertThat(offer(sink, 1)).isTrue();
    }

    @Test
    void aFailedRecordMeansUnknownAndTheLogIsAwayUntilAProbeArrives() {
        offer(sink, 1);
        sink.flush();
        answers.getFirst().completeExceptionally(new IllegalStateException("gone"));
        assertThat(unknown).isEqualTo(1);
        assertThat(sink.isHealthy()).isFalse();
        assertThat(offer(sink, 1)).isFalse();
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        assertThat(offer(sink, 1)).as("the probe").isTrue();
        assertThat(offer(sink, 1)).as("only one at a time").isFalse();
        sink.flush();
        answers.getLast().complete(2L);
        assertThat(durable).isEqualTo(1);
        assertThat(sink.isHealthy()).isTrue();
        assertThat(offer(sink, 1)).isTrue();
    }

    /** A proxy sends no miner to a gateway that is unready: it must not wait for one to be ready again. */
    @Test
    void withoutMinersTheLogIsBackWhenItTakesOtherRecords() {
        offer(sink, 1);
        sink.flush();
        answers.getFirst().completeExceptionally(new IllegalStateException("gone"));
        assertThat(offer(sink, 1)).isFalse();
        sink.heard();
        assertThat(sink.isHealthy()).as("a miner is there to find out").isFalse();
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        sink.heard();
        assertThat(sink.isHealthy()).isTrue();
        assertThat(offer(sink, 1)).isTrue();
        assertThat(offer(sink, 1)).as("not one at a time").isTrue();
    }

    @Test
    void whatIsUnderWayIsNotKnownToBeDurableByOtherRecords() {
        offer(sink, 1);
        sink.flush();
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(offer(sink, 1)).isFalse();
        nanos.addAndGet(Duration.ofSeconds(60).toNanos());
        sink.heard();
        assertThat(sink.isHealthy()).isFalse();
    }

    @Test
    void aSilentLogIsAwayButWhatItHoldsIsStillAnsweredTrue() {
        offer(sink, 1);
        sink.flush();
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(offer(sink, 1)).isFalse();
        assertThat(sink.isHealthy()).isFalse();
        answers.getFirst().complete(1L);
        assertThat(durable).isEqualTo(1);
        assertThat(offer(sink, 1)).isTrue();
    }

    /** The process slept for minutes: the validator may find the share too old for its template. */
    @Test
    void anAcknowledgementThatComesTooLateIsNoPromise() {
        offer(sink, 1);
        nanos.addAndGet(Duration.ofMinutes(6).toNanos());
        sink.flush();
        answers.getFirst().complete(1L);
        assertThat(durable).isZero();
        assertThat(unknown).isEqualTo(1);
        assertThat(sink.inFlight()).isZero();
    }

    /** In suspend-to-RAM the steady clock stands still; only the wall clock knows of the hours. */
    @Test
    void anAcknowledgementAfterTheMachineSleptIsNoPromise() {
        AtomicLong wallMs = new AtomicLong(1_700_000_000_000L);
        SleeplessClock clock = new SleeplessClock(nanos::get, () -> Instant.ofEpochMilli(wallMs.get()));
        ShareSink.Limits limits = new ShareSink.Limits(NEVER, 10, Duration.ofSeconds(4), Duration.ofSeconds(5));
        ShareSink sleeper = new ShareSink("bitcoin-regtest", this::write, timer, clock, limits);
        offer(sleeper, 1);
        sleeper.flush();
        wallMs.addAndGet(Duration.ofHours(3).toMillis());
        answers.getFirst().complete(1L);
        assertThat(durable).isZero();
        assertThat(unknown).isEqualTo(1);
        offer(sleeper, 2);
        sleeper.flush();
        nanos.addAndGet(Duration.ofMillis(5).toNanos());
        wallMs.addAndGet(5);
        answers.getLast().complete(2L);
        assertThat(durable).as("awake again, all is as before").isEqualTo(1);
    }

    @Test
    void aWallClockThatIsCorrectedMovesNoTime() {
        AtomicLong wallMs = new AtomicLong(1_700_000_000_000L);
        SleeplessClock clock = new SleeplessClock(nanos::get, () -> Instant.ofEpochMilli(wallMs.get()));
        wallMs.addAndGet(-3_600_000);
        nanos.addAndGet(7_000_000);
        assertThat(clock.getAsLong()).isEqualTo(7_000_000);
        wallMs.addAndGet(3_600_000 + 1_500);
        assertThat(clock.getAsLong()).as("a second and a half is a correction").isEqualTo(7_000_000);
        wallMs.addAndGet(600_000);
        assertThat(clock.getAsLong()).isEqualTo(601_500_000_000L);
        wallMs.addAndGet(-600_000);
        assertThat(clock.getAsLong()).as("never back").isEqualTo(601_500_000_000L);
    }

    @Test
    void aBatchLeavesByItself() {
        ShareSink lingering = sink(Duration.ofMillis(2));
        offer(lingering, 1);
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (written() == 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(written()).isEqualTo(1);
    }
}

package thunderpool.runtime;

import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.SmartLifecycle;
import thunderpool.topics.CorruptRecordException;

/**
 * Consume, transform, produce: a core's outputs and the offsets of the inputs they came from are committed in one Kafka
 * transaction, so each input takes effect exactly once over crashes, restarts and rebalances.
 *
 * <p>Any failure ends the session with the broker: the open transaction is aborted, the core forgets all partitions,
 * and a new session begins from the last commit with the core rebuilding their state. A record that cannot be read
 * stops the pipeline for good (see {@link FeedAlarms}).
 *
 * <p>An own loop and not a Spring Kafka container, because idle partitions must act inside a transaction too, and
 * state must be rebuilt between the fetch of stable offsets and the first batch.
 */
public final class TransactionalPipeline<I> implements SmartLifecycle {
    /** The broker aborts a transaction of a vanished process after this long; new owners of its partitions wait for it. */
    public static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    /**
     * @param commitEvery a transaction gathers batches for this long; about 2.5 times it is the median latency of its outputs
     * @param idleEvery how often {@link PipelineCore#onIdle} is called
     * @param batchMax records handed over at once
     */
    public record Tuning(Duration commitEvery, Duration idleEvery, int batchMax) {
        public static final Tuning DEFAULT = new Tuning(Duration.ofMillis(50), Duration.ofSeconds(1), 2_000);

        public Tuning {
            if (commitEvery.isNegative() || commitEvery.compareTo(TRANSACTION_TIMEOUT.dividedBy(2)) > 0) {
                throw new IllegalArgumentException("commitEvery must be 0 to 5 s but is " + commitEvery);
            }
            if (idleEvery.toMillis() < 1 || batchMax < 1) {
                throw new IllegalArgumentException("idleEvery and batchMax must be positive");
            }
        }
    }

    private final PipelineClients clients;
    private final PipelineTask<I> task;
    private final Tuning tuning;
    private final Worker worker;

    TransactionalPipeline(PipelineClients clients, PipelineTask<I> task, Tuning tuning) {
        this.clients = clients;
        this.task = task;
        this.tuning = tuning;
        this.worker = new Worker("pipeline-" + task.input().name(), this::keepGoing);
    }

    /** True once it met a record it cannot read; it does nothing more until the service is restarted. */
    public boolean stoppedAtUnreadable() {
        return task.alarms().stopped();
    }

    @Override
    public void start() {
        worker.start();
    }

    /** Commits what is open, then leaves. */
    @Override
    public void stop() {
        worker.stop();
    }

    @Override
    public boolean isRunning() {
        return worker.running();
    }

    private void keepGoing(Worker.Life life) {
        while (life.goesOn()) {
            try (PipelineSession<I> session =
                    new PipelineSession<>(clients, task, tuning, InstantSource.system(), System::nanoTime)) {
                while (life.goesOn()) {
                    session.step();
                }
                session.leave();
            } catch (CorruptRecordException unreadable) {
                task.alarms().stoppedAt(unreadable);
                return;
            } catch (RuntimeException failure) {
                task.alarms().retrying(failure);
                life.pause(AFTER_FAILURE);
            }
        }
    }
}

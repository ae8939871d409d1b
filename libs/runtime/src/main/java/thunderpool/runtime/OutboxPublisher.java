package thunderpool.runtime;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/**
 * Moves a service's outbox to the log, in id order, while this instance holds the lease. A row is deleted after its
 * record's acknowledgement: a crash in between publishes it again, and readers ignore what is not newer. After a failed
 * write all later records are published again behind it, so the last word on every entity is the newest one.
 */
public final class OutboxPublisher implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxPublisher.class);
    private static final int BATCH_MAX = 500;
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofSeconds(60);

    private final PgOutbox outbox;
    private final Function<OutboxRecord, CompletionStage<Long>> log;
    private final BooleanSupplier leaseHeld;
    private final AtomicLong oldestAgeMs = new AtomicLong();
    private final Worker worker;

    /**
     * @param log writes one record, such as {@link KafkaWriters#outboxLog}
     * @param leaseHeld whether this instance is the one publisher, such as {@link LeaseKeeper#held}
     */
    public OutboxPublisher(
            PgOutbox outbox,
            Function<OutboxRecord, CompletionStage<Long>> log,
            BooleanSupplier leaseHeld,
            MeterRegistry registry) {
        this.outbox = outbox;
        this.log = log;
        this.leaseHeld = leaseHeld;
        this.worker = new Worker("outbox-publisher", this::publishAll);
        Gauge.builder("thunderpool_outbox_oldest_seconds", oldestAgeMs, age -> age.get() / 1000.0)
                .description("Age of the oldest record not yet published")
                .register(registry);
    }

    /**
     * Publishes the oldest records, if this instance may.
     *
     * @return how many were acknowledged; fewer than were waiting when one failed
     */
    int publishOnce() {
        if (!leaseHeld.getAsBoolean()) {
            return 0;
        }
        List<OutboxRecord> batch = outbox.oldest(BATCH_MAX);
        List<CompletionStage<Long>> acknowledgements = new ArrayList<>();
        for (OutboxRecord record : batch) {
            acknowledgements.add(log.apply(record));
        }
        List<Long> published = new ArrayList<>();
        for (int i = 0; i < batch.size() && acknowledged(acknowledgements.get(i)); i++) {
            published.add(batch.get(i).id());
        }
        if (!published.isEmpty()) {
            outbox.forget(published);
        }
        return published.size();
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

    private void publishAll(Worker.Life life) {
        while (life.goesOn()) {
            try {
                int published = publishOnce();
                oldestAgeMs.set(outbox.oldestAge().toMillis());
                if (published == 0) {
                    life.pause(LOOK_EVERY);
                }
            } catch (DataAccessException databaseAway) {
                LOG.warn("the outbox cannot be read or cleared; trying again", databaseAway);
                life.pause(AFTER_FAILURE);
            }
        }
    }

    private static boolean acknowledged(CompletionStage<Long> stage) {
        try {
            stage.toCompletableFuture().get(ACKNOWLEDGED_WITHIN.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("a record of the outbox was not acknowledged; it and all after it are published again", e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

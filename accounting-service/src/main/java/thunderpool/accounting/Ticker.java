package thunderpool.accounting;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that splits blocks, closes epochs and audits, while this instance holds the lease. Two that tick at once do no
 * harm, because the ledger's lock and each row's state decide; the lease only saves the work.
 */
final class Ticker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
    private static final Duration FORGET_EVERY = Duration.ofMinutes(10);

    /** Far more than ten minutes bring, few enough for ticks not to wait long. */
    private static final int HOURS_FORGOTTEN_AT_ONCE = 3;

    private static final int STOP_WITHIN_SECONDS = 20;

    private final Accounting accounting;
    private final AccountingMetrics metrics;
    private final InstantSource clock;
    private final BooleanSupplier leaseHeld;
    private final LogReading log;
    private final Audits audits;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("accounting-tick").factory());

    Ticker(
            Accounting accounting,
            AccountingMetrics metrics,
            InstantSource clock,
            BooleanSupplier leaseHeld,
            LogReading log) {
        this.accounting = accounting;
        this.metrics = metrics;
        this.clock = clock;
        this.leaseHeld = leaseHeld;
        this.log = log;
        this.audits =
                new Audits(accounting::audit, (audit, nowMs) -> metrics.audited(audit, accounting.overview(), nowMs));
    }

    void start(Duration tickEvery, Duration auditEvery, Duration keepContributions) {
        repeat("tick", tickEvery, () -> {
            long nowMs = clock.millis();
            metrics.ticked(accounting.tick(nowMs, log), nowMs);
        });
        repeat("audit", auditEvery, () -> audits.run(clock.millis()));
        repeat("forgetting", FORGET_EVERY, () -> {
            long keepSinceMs = clock.millis() - keepContributions.toMillis();
            int hours = 0;
            while (hours < HOURS_FORGOTTEN_AT_ONCE && accounting.forget(keepSinceMs)) {
                hours++;
            }
        });
    }

    private void repeat(String what, Duration every, Runnable work) {
        var _ = thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        if (leaseHeld.getAsBoolean()) {
                            work.run();
                        } else {
                            metrics.standBy();
                        }
                    } catch (RuntimeException failed) {
                        // Whatever it was, everything is undone and tried again: no failure may end the schedule.
                        LOG.warn("{} failed and is tried again", what, failed);
                    }
                },
                every.toMillis(),
                every.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Lets a running transaction end; one that hangs is left to the database. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a tick does not end; leaving it");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

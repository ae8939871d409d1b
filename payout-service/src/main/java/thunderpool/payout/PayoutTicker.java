package thunderpool.payout;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.node.NodeException;
import thunderpool.node.Wallet;
import thunderpool.payout.store.PgFigures;

/** The thread that runs the saga and reads its figures. */
final class PayoutTicker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PayoutTicker.class);
    private static final int STOP_WITHIN_SECONDS = 20;
    private static final Duration MEASURE_EVERY = Duration.ofSeconds(15);

    private final PayoutRunner runner;
    private final PgFigures figures;
    private final Wallet wallet;
    private final PayoutMetrics metrics;
    private final InstantSource clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("payout-tick").factory());

    PayoutTicker(PayoutRunner runner, PgFigures figures, Wallet wallet, PayoutMetrics metrics, InstantSource clock) {
        this.runner = runner;
        this.figures = figures;
        this.wallet = wallet;
        this.metrics = metrics;
        this.clock = clock;
    }

    void start(Duration tickEvery) {
        repeat("tick", tickEvery, () -> runner.run(clock.millis()));
        repeat("measuring", MEASURE_EVERY, this::measure);
    }

    /** A stand-by measures nothing: its figures would be counted twice. */
    private void measure() {
        if (runner.isRunning()) {
            metrics.measured(figures.read(), clock.millis());
            try {
                metrics.hotWallet(wallet.balances().trusted());
            } catch (NodeException away) {
                LOG.debug("the wallet's balance stays as last read", away);
            }
        } else {
            metrics.standBy();
        }
    }

    private void repeat(String what, Duration every, Runnable work) {
        var _ = thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException failed) {
                        // Every step is a transaction that was undone: no failure may end the schedule.
                        LOG.warn("payout {} failed and is tried again", what, failed);
                    }
                },
                every.toMillis(),
                every.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Lets a running round end; one that hangs in a call to the node is left to it, and fenced. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a payout round does not end; leaving it");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        runner.end();
    }
}

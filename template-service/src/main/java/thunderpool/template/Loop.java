package thunderpool.template;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that does one thing: every so often, and at once when woken. Wakes that come meanwhile count as one. */
final class Loop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(15);

    private final Duration every;
    private final Runnable turn;
    private final Semaphore wakes = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;

    Loop(String name, Duration every, Runnable turn) {
        this.every = every;
        this.turn = turn;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void wake() {
        wakes.release();
    }

    private void run() {
        while (!closed) {
            try {
                turn.run();
            } catch (RuntimeException e) {
                // A bug in one turn must not end the service's only publisher; the next turn starts afresh.
                LOG.error("a turn of {} failed unexpectedly", thread.getName(), e);
            }
            try {
                boolean woken = wakes.tryAcquire(every.toMillis(), TimeUnit.MILLISECONDS);
                if (woken) {
                    wakes.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        wakes.release();
        try {
            if (!thread.join(STOP_WITHIN)) {
                LOG.error("{} does not stop", thread.getName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package thunderpool.runtime;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One named thread that runs a loop until it is stopped. Starts and stops any number of times. */
final class Worker {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(30);

    /** What the loop sees of its own life. */
    interface Life {
        /** False once the loop should return. */
        boolean goesOn();

        /** Waits, or returns early when the loop should end. */
        void pause(Duration time);
    }

    /** The loop itself; returning ends the thread. */
    interface Loop {
        void run(Life life);
    }

    private record Running(Thread thread, CountDownLatch stop) implements Life {
        @Override
        public boolean goesOn() {
            return stop.getCount() > 0;
        }

        @Override
        public void pause(Duration time) {
            try {
                boolean stopped = stop.await(time.toNanos(), TimeUnit.NANOSECONDS);
                if (stopped) {
                    LOG.debug("woken to stop");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                stop.countDown();
            }
        }
    }

    private final String name;
    private final Loop loop;
    private final AtomicReference<@Nullable Running> running = new AtomicReference<>();

    Worker(String name, Loop loop) {
        this.name = name;
        this.loop = loop;
    }

    void start() {
        CountDownLatch stop = new CountDownLatch(1);
        Thread thread = new Thread(() -> live(stop), name);
        thread.setDaemon(true);
        if (!running.compareAndSet(null, new Running(thread, stop))) {
            throw new IllegalStateException(name + " already runs");
        }
        thread.start();
    }

    /** Returns when the loop has ended, or has not within half a minute (which is logged). */
    void stop() {
        Running current = running.getAndSet(null);
        if (current == null) {
            return;
        }
        current.stop.countDown();
        try {
            if (!current.thread.join(STOP_WITHIN)) {
                LOG.error("{} does not stop", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean running() {
        Running current = running.get();
        return current != null && current.thread.isAlive();
    }

    private void live(CountDownLatch stop) {
        try {
            loop.run(new Running(Thread.currentThread(), stop));
        } catch (RuntimeException | Error e) {
            LOG.error("{} ended by a bug", name, e);
            throw e;
        }
    }
}

package thunderpool.gateway.feed;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.topics.TopicWriter;

/**
 * A gateway's news to the log, off the sessions' threads: each is tried until it arrives, and may arrive twice when the log
 * did not say. Bounded; while the log is away for long, what is too much is lost, which is logged. Thread-safe; never
 * blocks.
 */
public final class NewsSink {
    private static final Logger LOG = LoggerFactory.getLogger(NewsSink.class);
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);
    private static final int WAITING_MOST = 50_000;

    private final ScheduledExecutorService worker;
    private final AtomicInteger waiting = new AtomicInteger();

    /** @param worker a single thread, so that news leave in their order */
    public NewsSink(ScheduledExecutorService worker) {
        this.worker = worker;
    }

    /** Completes once the record is durable; fails only when it is given up. */
    public <T> CompletionStage<Long> send(TopicWriter<T> writer, T value) {
        if (worker.isShutdown() || waiting.incrementAndGet() > WAITING_MOST) {
            waiting.decrementAndGet();
            // Not what it says: that may name thousands of workers.
            LOG.warn("the log takes no news, lost: {}", value.getClass().getSimpleName());
            return CompletableFuture.failedFuture(new IllegalStateException("too much waits for the log"));
        }
        CompletableFuture<Long> written = new CompletableFuture<>();
        worker.execute(() -> attempt(writer, value, written));
        return written;
    }

    /** Sent and not durable yet. */
    public int waiting() {
        return waiting.get();
    }

    private <T> void attempt(TopicWriter<T> writer, T value, CompletableFuture<Long> written) {
        writer.write(value).whenComplete((offset, failure) -> {
            if (failure == null) {
                waiting.decrementAndGet();
                written.complete(offset);
            } else if (worker.isShutdown()) {
                waiting.decrementAndGet();
                written.completeExceptionally(failure);
            } else {
                LOG.debug("tried again: {}", value, failure);
                var _ = worker.schedule(
                        () -> attempt(writer, value, written), AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS);
            }
        });
    }
}

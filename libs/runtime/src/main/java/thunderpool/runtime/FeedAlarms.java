package thunderpool.runtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;
import thunderpool.topics.Topic;

/**
 * One consumer's signals to the people who run it.
 *
 * <ul>
 *   <li>{@code thunderpool_feed_stopped{topic,reader}} is 1 once the consumer stopped, as a rule at a record it cannot read. Money
 *       hangs on these records, so none is ever skipped: deploy a version that reads it, then restart.
 *   <li>{@code thunderpool_feed_failures_total{topic,reader}} counts batches that failed and were tried again.
 * </ul>
 */
final class FeedAlarms {
    private static final Logger LOG = LoggerFactory.getLogger(FeedAlarms.class);
    private static final long SAID_AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

    private final Topic<?> topic;
    private final AtomicInteger stopped = new AtomicInteger();
    private final Counter failures;
    private final LongSupplier nanoClock;
    private String lastFailure = "";
    private long saidNanos;

    /** @param reader container, table or pipeline: a service may read one topic in two ways */
    FeedAlarms(Topic<?> topic, String reader, MeterRegistry registry) {
        this(topic, reader, registry, System::nanoTime);
    }

    FeedAlarms(Topic<?> topic, String reader, MeterRegistry registry, LongSupplier nanoClock) {
        this.topic = topic;
        this.nanoClock = nanoClock;
        this.failures = Counter.builder("thunderpool_feed_failures")
                .description("Batches that failed and are tried again")
                .tag("topic", topic.name())
                .tag("reader", reader)
                .register(registry);
        Gauge.builder("thunderpool_feed_stopped", stopped, AtomicInteger::get)
                .description("1 when this consumer stopped at a record it cannot read")
                .tag("topic", topic.name())
                .tag("reader", reader)
                .register(registry);
    }

    void stoppedAt(Throwable unreadable) {
        stopped.set(1);
        LOG.atError()
                .addKeyValue(LogKey.EVENT, LogEvent.FEED_STOPPED)
                .addKeyValue(LogKey.TOPIC, topic.name())
                .setCause(unreadable)
                .log(
                        "STOPPED reading: a record cannot be read, and none is ever skipped. Deploy a version that reads it "
                                + "and restart this service.");
    }

    /** The consumer ended for a reason of its own, such as another process under the same instance name. */
    void ended(String reason) {
        if (stopped.getAndSet(1) == 0) {
            LOG.atError()
                    .addKeyValue(LogKey.EVENT, LogEvent.FEED_STOPPED)
                    .addKeyValue(LogKey.TOPIC, topic.name())
                    .addKeyValue(LogKey.REASON, reason)
                    .log("STOPPED reading: the consumer ended; restart this service");
        }
    }

    /** A failure that stays, tried again each second, is said once and then once a minute: it must not bury the others. */
    synchronized void retrying(Throwable failure) {
        failures.increment();
        String now = cause(failure).toString();
        long nanos = nanoClock.getAsLong();
        if (!now.equals(lastFailure) || nanos - saidNanos >= SAID_AGAIN_NANOS) {
            lastFailure = now;
            saidNanos = nanos;
            LOG.warn("a batch of {} failed and is tried again", topic.name(), failure);
        }
    }

    /** What lies under the wrappings of the listeners' container, which are the same for every failure. */
    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    boolean stopped() {
        return stopped.get() == 1;
    }
}

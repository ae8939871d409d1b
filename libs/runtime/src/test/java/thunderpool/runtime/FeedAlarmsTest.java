package thunderpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class FeedAlarmsTest {
    private final AtomicLong nanos = new AtomicLong(-5);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FeedAlarms alarms = new FeedAlarms(NumberTopic.TOPIC, "container", registry, nanos::get);
    private final Logger logger = (Logger) LoggerFactory.getLogger(FeedAlarms.class);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @BeforeEach
    void listen() {
        said.start();
        logger.addAppender(said);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(said);
    }

    @Test
    void aFailureThatStaysIsSaidOnceAMinuteAndCountedEachTime() {
        for (int second = 0; second < 150; second++) {
            alarms.retrying(new IllegalStateException("the database is away"));
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        assertThat(said.list).hasSize(3);
        assertThat(registry.get("thunderpool_feed_failures").counter().count()).isEqualTo(150);
    }

    @Test
    void anotherFailureIsSaidAtOnceWithItsCause() {
        for (String cause : new String[] {"the database is away", "the disk is full", "the disk is full"}) {
            alarms.retrying(new IllegalStateException("Listener failed", new IllegalStateException(cause)));
        }

        assertThat(said.list)
                .extracting(event -> event.getThrowableProxy().getCause().getMessage())
                .containsExactly("the database is away", "the disk is full");
    }
}

package thunderpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class ConsumerLagTest {
    private static final String NAME = NumberTopic.TOPIC.name();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ConsumerLag lag = new ConsumerLag(
            new KafkaAccess("127.0.0.1:1", "", null, null, KafkaAccess.Security.NONE, Map.of()), registry);
    private final FeedProgress progress = new FeedProgress(NumberTopic.TOPIC);

    @Test
    void countsWhatAllPartitionsHoldBeyondTheReader() throws Exception {
        lag.watch(progress);
        progress.reached(0, 5);
        progress.reached(1, 7);
        lag.look(partitions -> Map.of(new TopicPartition(NAME, 0), 9L, new TopicPartition(NAME, 1), 7L));
        assertThat(shown("thunderpool_consumer_lag_records")).isEqualTo(4);
    }

    /** Else an alarm of the time it led would stand for ever. */
    @Test
    void whoeverReadsNoMoreIsNotBehind() throws Exception {
        lag.watch(progress);
        progress.reached(0, 5);
        lag.look(partitions -> Map.of(new TopicPartition(NAME, 0), 9L));
        assertThat(shown("thunderpool_consumer_lag_records")).isEqualTo(4);
        progress.left(0);
        lag.look(partitions -> {
            throw new AssertionError("nothing is to be asked of " + partitions);
        });
        assertThat(shown("thunderpool_consumer_lag_records")).isZero();
        assertThat(shown("thunderpool_consumer_lag_seconds")).isZero();
    }

    private double shown(String metric) {
        return registry.get(metric).tag("topic", NAME).gauge().value();
    }
}

package thunderpool.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thunderpool.runtime.NumberTopic;
import thunderpool.runtime.TestDocker;
import thunderpool.topics.Principal;

final class TestBrokerIT {
    @TempDir
    Path dir;

    /** Counted as skipped, with the reason, where the embedded broker stands in. */
    @Test
    void comesFromAContainerWhereThereIsAnEngine() throws Exception {
        assumeThat(TestDocker.absence()).as("why no container").isEmpty();
        try (TestBroker broker = TestBroker.start(dir)) {
            assertThat(broker.kind()).startsWith("Testcontainers apache/kafka:");
        }
    }

    @Test
    void keepsWhatWasWritten() throws Exception {
        try (TestLog log = TestLog.start(dir, List.of(NumberTopic.TOPIC))) {
            log.write(NumberTopic.TOPIC, List.of(2L, 4L));
            assertThat(log.committed(NumberTopic.TOPIC, Principal.VALIDATOR)).containsExactly(2L, 4L);
        }
    }
}

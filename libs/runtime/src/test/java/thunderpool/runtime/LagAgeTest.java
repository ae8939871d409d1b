package thunderpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LagAgeTest {
    private long nowNanos;
    private final LagAge age = new LagAge(() -> nowNanos);

    @Test
    void isZeroWhileEverythingIsHandled() {
        age.seen(Map.of(0, 10L, 1, 0L), Map.of(0, 10L, 1, 0L));
        pass(30);
        assertThat(age.millis()).isZero();
    }

    @Test
    void growsWithAReaderThatHangsAlsoWhileTheBrokerSaysNothing() {
        age.seen(Map.of(0, 10L), Map.of(0, 11L));
        pass(5);
        age.seen(Map.of(0, 10L), Map.of(0, 11L));
        pass(60);
        assertThat(age.millis()).isEqualTo(65_000);
    }

    @Test
    void staysWhereItIsWhenAReaderIsAlwaysTenSecondsBehind() {
        for (long second = 0; second < 300; second += 5) {
            // A record a second; the reader is at the one of ten seconds ago.
            age.seen(Map.of(0, Math.max(0, second - 10)), Map.of(0, second));
            pass(5);
        }
        assertThat(age.millis()).isBetween(10_000L, 15_000L);
    }

    @Test
    void tellsOfThePartitionFurthestBehindAndForgetsOneThatAnotherReads() {
        age.seen(Map.of(0, 0L, 1, 0L), Map.of(0, 5L));
        pass(20);
        age.seen(Map.of(0, 0L, 1, 0L), Map.of(0, 5L, 1, 1L));
        pass(10);
        assertThat(age.millis()).isEqualTo(30_000);
        age.seen(Map.of(1, 0L), Map.of(1, 1L));
        assertThat(age.millis()).isEqualTo(10_000);
        age.seen(Map.of(1, 1L), Map.of(1, 1L));
        assertThat(age.millis()).isZero();
    }

    @Test
    void remembersTheFirstEndHoweverLongItTakes() {
        for (int look = 0; look < 2 * LagAge.ENDS_MAX; look++) {
            age.seen(Map.of(0, 0L), Map.of(0, look + 1L));
            pass(5);
        }
        assertThat(age.millis()).isEqualTo(2L * LagAge.ENDS_MAX * 5_000);
    }

    private void pass(int seconds) {
        nowNanos += TimeUnit.SECONDS.toNanos(seconds);
    }
}

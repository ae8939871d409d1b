package thunderpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ReadinessTest {
    @Test
    void aCheckThatHangsIsUnreadyAndIsNotAskedTwice() throws InterruptedException {
        CountDownLatch released = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        Readiness readiness = new Readiness(
                () -> {
                    asked.incrementAndGet();
                    awaitQuietly(released);
                    return null;
                },
                Duration.ofMillis(50));
        assertThat(readiness.ask())
                .isEqualTo(new Readiness.Answer(false, "its health checks do not answer within 50 ms"));
        assertThat(readiness.ask().ready()).isFalse();
        assertThat(asked).hasValue(1);
        released.countDown();
        Readiness.Answer answer = readiness.ask();
        assertThat(answer).isEqualTo(new Readiness.Answer(false, "it has no readiness group"));
    }

    @Test
    void aCheckThatFailsSaysHow() throws InterruptedException {
        Readiness readiness = new Readiness(() -> {
            throw new IllegalStateException("no such bean");
        });
        assertThat(readiness.ask())
                .isEqualTo(new Readiness.Answer(
                        false, "its health checks failed: java.lang.IllegalStateException: no such bean"));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

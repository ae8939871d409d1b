package thunderpool.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import thunderpool.topics.TopicWriter;

class NewsSinkTest {
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
    private final NewsSink sink = new NewsSink(worker);

    @AfterEach
    void stop() {
        worker.shutdownNow();
    }

    @Test
    void newsAreTriedUntilTheyArrive() throws Exception {
        List<String> arrived = new CopyOnWriteArrayList<>();
        AtomicInteger tries = new AtomicInteger();
        TopicWriter<String> writer = value -> {
            if (tries.incrementAndGet() < 2) {
                return CompletableFuture.failedFuture(new IllegalStateException("the log is away"));
            }
            arrived.add(value);
            return CompletableFuture.completedFuture(7L);
        };
        assertThat(sink.send(writer, "news").toCompletableFuture().get(20, TimeUnit.SECONDS))
                .isEqualTo(7);
        assertThat(arrived).containsExactly("news");
        assertThat(sink.waiting()).isZero();
    }

    @Test
    void aLogThatIsAwayForLongCostsBoundedMemory() {
        TopicWriter<Integer> silent = value -> new CompletableFuture<>();
        CompletableFuture<Long> last = new CompletableFuture<>();
        for (int i = 0; i < 50_001; i++) {
            last = sink.send(silent, i).toCompletableFuture();
        }
        assertThat(last).isCompletedExceptionally();
        assertThat(sink.waiting()).isEqualTo(50_000);
    }
}

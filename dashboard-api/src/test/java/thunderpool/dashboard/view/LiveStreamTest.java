package thunderpool.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiveStreamTest {

    @Test
    void slowListenerLosesItsOldestEventsAndNobodyElseAny() throws InterruptedException {
        LiveStream stream = new LiveStream(2);
        var slow = stream.listen().orElseThrow();
        var quick = stream.listen().orElseThrow();
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < LiveStream.QUEUE_MAX + 10; i++) {
            stream.send(new LiveStream.Event("n", String.valueOf(i)));
            seen.add(json(quick.next(1000)));
        }
        assertThat(seen).hasSize(LiveStream.QUEUE_MAX + 10).startsWith("0", "1").endsWith("73");
        assertThat(json(slow.next(0))).isEqualTo("10");
        for (int i = 11; i <= 72; i++) {
            assertThat(json(slow.next(0))).isEqualTo(String.valueOf(i));
        }
        assertThat(json(slow.next(0))).isEqualTo("73");
        assertThat(slow.next(0)).isNull();
    }

    @Test
    void refusesOneListenerTooManyUntilOneLeaves() {
        LiveStream stream = new LiveStream(1);
        var first = stream.listen().orElseThrow();
        assertThat(stream.listen()).isEmpty();
        first.close();
        first.close();
        assertThat(stream.listeners()).isZero();
        assertThat(stream.listen()).isPresent();
    }

    @Test
    void closingEndsWaitingListenersAtOnceAndTakesNoMore() throws Exception {
        LiveStream stream = new LiveStream(5);
        var listener = stream.listen().orElseThrow();
        CompletableFuture<Boolean> waiter = CompletableFuture.supplyAsync(() -> {
            try {
                return listener.next(60_000) == null && listener.hasEnded();
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        });
        stream.close();
        assertThat(waiter.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(stream.listen()).isEmpty();
        assertThat(stream.listeners()).isZero();
    }

    private static String json(LiveStream.@org.jspecify.annotations.Nullable Event event) {
        assertThat(event).isNotNull();
        return event == null ? "" : event.json();
    }
}

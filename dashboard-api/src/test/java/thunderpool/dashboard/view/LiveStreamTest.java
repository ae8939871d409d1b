package thunderpool.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveStreamTest {

    private static final InstantSource STILL = InstantSource.fixed(Instant.EPOCH);
    private static final LiveStream.Wish ANYONE = new LiveStream.Wish("198.51.100.7", null);

    @Test
    void slowListenerLosesItsOldestEventsAndNobodyElseAny() throws InterruptedException {
        LiveStream stream = new LiveStream(2, 9, STILL);
        var slow = stream.listen(ANYONE).orElseThrow();
        var quick = stream.listen(ANYONE).orElseThrow();
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
        LiveStream stream = new LiveStream(1, 9, STILL);
        var first = stream.listen(ANYONE).orElseThrow();
        assertThat(stream.listen(ANYONE)).isEmpty();
        first.close();
        first.close();
        assertThat(stream.listeners()).isZero();
        assertThat(stream.listen(ANYONE)).isPresent();
    }

    @Test
    void closingEndsWaitingListenersAtOnceAndTakesNoMore() throws Exception {
        LiveStream stream = new LiveStream(5, 9, STILL);
        var listener = stream.listen(ANYONE).orElseThrow();
        CompletableFuture<Boolean> waiter = CompletableFuture.supplyAsync(() -> {
            try {
                return listener.next(60_000) == null && listener.hasEnded();
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        });
        stream.close();
        assertThat(waiter.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(stream.listen(ANYONE)).isEmpty();
        assertThat(stream.listeners()).isZero();
    }

    @Test
    void oneClientCannotTakeAllStreams() {
        LiveStream stream = new LiveStream(10, 2, STILL);
        var first = stream.listen(ANYONE).orElseThrow();
        assertThat(stream.listen(ANYONE)).isPresent();
        assertThat(stream.listen(ANYONE)).isEmpty();
        assertThat(stream.listen(new LiveStream.Wish("198.51.100.8", null))).isPresent();
        for (int i = 0; i < 5; i++) {
            assertThat(stream.listen(new LiveStream.Wish(null, null))).isPresent();
        }
        first.close();
        assertThat(stream.listen(ANYONE)).isPresent();
    }

    /** Whoever holds 65,536 IPv6 networks is still one party. */
    @Test
    void oneSiteCannotTakeAllStreamsByItsManyNetworks() {
        LiveStream stream = new LiveStream(100, 2, STILL);
        int taken = 0;
        for (int network = 0; network < 50; network++) {
            taken += stream.listen(new LiveStream.Wish("n" + network, "site", null))
                            .isPresent()
                    ? 1
                    : 0;
        }
        assertThat(taken).isEqualTo(8);
        assertThat(stream.listen(new LiveStream.Wish("n99", "other site", null)))
                .isPresent();
        assertThat(stream.listen(ANYONE)).isPresent();
    }

    @Test
    void letsGoWhoReadsNothingAtAll() throws InterruptedException {
        AtomicLong nowMs = new AtomicLong();
        LiveStream stream = new LiveStream(10, 10, () -> Instant.ofEpochMilli(nowMs.get()));
        var dead = stream.listen(ANYONE).orElseThrow();
        var slow = stream.listen(ANYONE).orElseThrow();
        for (int i = 0; i < 1_000; i++) {
            stream.send(new LiveStream.Event("n", String.valueOf(i)));
        }
        assertThat(dead.hasEnded()).as("a burst alone is nobody's fault").isFalse();
        nowMs.addAndGet(LiveStream.SILENT.toMillis());
        assertThat(slow.next(0)).isNotNull();
        stream.send(new LiveStream.Event("n", "still in time"));
        assertThat(dead.hasEnded()).isFalse();
        nowMs.addAndGet(1);
        stream.send(new LiveStream.Event("n", "too late"));
        assertThat(dead.hasEnded()).isTrue();
        assertThat(dead.next(0)).isNull();
        assertThat(slow.hasEnded()).isFalse();
        assertThat(stream.listeners()).isEqualTo(1);
        assertThat(stream.dropped()).isEqualTo(1);
    }

    @Test
    void ownSharesGoToTheirOwnerAndNotFasterThanAPersonReads() throws InterruptedException {
        LiveStream stream = new LiveStream(10, 10, STILL);
        var alice = stream.listen(new LiveStream.Wish("a", PoolSample.script(PoolSample.ALICE)))
                .orElseThrow();
        var bob = stream.listen(new LiveStream.Wish("b", PoolSample.script(PoolSample.BOB)))
                .orElseThrow();
        for (int i = 0; i < 20; i++) {
            stream.sendShare(PoolSample.script(PoolSample.ALICE), new LiveStream.Event("share", "" + i), 5_000 + i);
        }
        stream.sendShare(PoolSample.script(PoolSample.ALICE), new LiveStream.Event("share", "later"), 6_000);
        List<String> heard = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            heard.add(json(alice.next(0)));
        }
        assertThat(heard).containsExactly("0", "1", "2", "3", "4", "later");
        assertThat(alice.next(0)).isNull();
        assertThat(bob.next(0)).isNull();
        assertThat(stream.accounts()).hasSize(2);
    }

    private static String json(LiveStream.@org.jspecify.annotations.Nullable Event event) {
        assertThat(event).isNotNull();
        return event == null ? "" : event.json();
    }
}

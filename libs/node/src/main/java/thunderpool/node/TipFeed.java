package thunderpool.node;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import thunderpool.bitcoin.Hash256;

/**
 * Tells when a node's tip may have changed: by long poll, by ZMQ when the node publishes, and by asking now and then,
 * whichever is first. A source that fails is tried again for as long as the feed is open; the others go on meanwhile.
 */
public final class TipFeed implements AutoCloseable {

    /**
     * Pauses of the feed.
     *
     * @param poll between two questions for the best block
     * @param retry before a long poll that failed is made again
     * @param idle before the next long poll when the last one brought no new tip
     */
    public record Pauses(Duration poll, Duration retry, Duration idle) {
        public static final Pauses DEFAULT =
                new Pauses(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMillis(250));
    }

    /** Buckets: from what long poll and ZMQ differ by to a poll that comes late. */
    private static final Duration[] LAGS = Stream.of(1, 10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Node node;
    private final Pauses pauses;
    private final MeterRegistry metrics;
    private final LongSupplier nanoClock;
    private final Consumer<TipSignal> listener;
    private final TipMerge merge = new TipMerge();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Optional<ZmqTips> zmq;
    private final Thread longPoll;
    private final Thread poll;

    /**
     * Made here, running after {@link #start}.
     *
     * @param zmqAddress of the node's publisher, absent when it has none
     * @param nanoClock a monotonic clock in nanoseconds
     * @param listener called on the feed's threads, one at a time per source
     */
    public TipFeed(
            Node node,
            Optional<String> zmqAddress,
            Pauses pauses,
            MeterRegistry metrics,
            LongSupplier nanoClock,
            Consumer<TipSignal> listener) {
        this.node = node;
        this.pauses = pauses;
        this.metrics = metrics;
        this.nanoClock = nanoClock;
        this.listener = listener;
        this.zmq = zmqAddress.map(address ->
                new ZmqTips(node.name(), address, tip -> heard(TipSignal.Source.ZMQ, tip, Optional.empty())));
        // From the start: an alert sees how much a counter grows, so one that begins with its first event hides just
        // that one.
        for (TipSignal.Source source : TipSignal.Source.values()) {
            tips(source);
        }
        this.longPoll = Thread.ofVirtual().name("longpoll-" + node.name()).unstarted(this::longPollLoop);
        this.poll = Thread.ofVirtual().name("poll-" + node.name()).unstarted(this::pollLoop);
    }

    public void start() {
        longPoll.start();
        poll.start();
        zmq.ifPresent(ZmqTips::start);
    }

    private void longPollLoop() {
        String id = "";
        Duration pause = Duration.ZERO;
        while (!closedAfter(pause)) {
            try {
                Optional<BlockTemplate> news =
                        id.isEmpty() ? Optional.of(node.blockTemplate()) : node.awaitTemplate(id);
                boolean newTip = news.isPresent()
                        && heard(TipSignal.Source.LONG_POLL, news.get().previous(), news);
                id = news.map(BlockTemplate::longPollId).orElse(id);
                pause = newTip ? Duration.ZERO : pauses.idle();
            } catch (NodeException e) {
                id = "";
                pause = pauses.retry();
                // Cut off because the node was lost, not because the feed ends: the flag has served its purpose.
                boolean cutOff = Thread.interrupted();
                metrics.counter(
                                "thunderpool.node.longpoll.failures",
                                "node",
                                node.name(),
                                "cut",
                                Boolean.toString(cutOff))
                        .increment();
            }
        }
    }

    /**
     * Also notices that a node is lost. A long poll would wait for hours on a connection that died silently, so it is cut
     * off then, once, and made again.
     */
    private void pollLoop() {
        boolean lost = false;
        while (!closedAfter(pauses.poll())) {
            try {
                heard(TipSignal.Source.POLL, node.bestBlock(), Optional.empty());
                lost = false;
            } catch (NodeException e) {
                metrics.counter("thunderpool.node.tip.poll.failures", "node", node.name())
                        .increment();
                if (!lost && e.fault().nodeIsAtFault()) {
                    lost = true;
                    longPoll.interrupt();
                }
            }
        }
    }

    private boolean heard(TipSignal.Source source, Hash256 tip, Optional<BlockTemplate> template) {
        TipMerge.Heard heard = merge.on(source, tip, nanoClock.getAsLong());
        if (heard.firstOfSource()) {
            Timer.builder("thunderpool.node.tip.lag")
                    .description("How long after the first source another one named the same tip; 0 for the first")
                    .tags("node", node.name(), "source", source.label())
                    .serviceLevelObjectives(LAGS)
                    .register(metrics)
                    .record(heard.lagNanos(), TimeUnit.NANOSECONDS);
        }
        if (heard.newTip()) {
            tips(source).increment();
            listener.accept(new TipSignal(node.name(), source, tip, template));
        }
        return heard.newTip();
    }

    private Counter tips(TipSignal.Source source) {
        return metrics.counter("thunderpool.node.tips", "node", node.name(), "first", source.label());
    }

    /** Waits, and says whether the feed was closed meanwhile; an interrupt only ends the waiting. */
    private boolean closedAfter(Duration pause) {
        try {
            return closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return closed.getCount() == 0;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        longPoll.interrupt();
        poll.interrupt();
        zmq.ifPresent(ZmqTips::close);
    }
}

package thunderpool.node;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
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
            }
        }
    }

    private void pollLoop() {
        while (!closedAfter(pauses.poll())) {
            try {
                heard(TipSignal.Source.POLL, node.bestBlock(), Optional.empty());
            } catch (NodeException e) {
                metrics.counter("thunderpool.node.tip.poll.failures", "node", node.name())
                        .increment();
            }
        }
    }

    private boolean heard(TipSignal.Source source, Hash256 tip, Optional<BlockTemplate> template) {
        TipMerge.Heard heard = merge.on(tip, nanoClock.getAsLong());
        // A long poll names its tip again with every template; only the first word about a tip is a measurement.
        if (heard.newTip()) {
            Timer.builder("thunderpool.node.tip.first")
                    .description("Tips by the source that told first")
                    .tags("node", node.name(), "source", source.label())
                    .register(metrics)
                    .record(heard.lagNanos(), TimeUnit.NANOSECONDS);
            listener.accept(new TipSignal(node.name(), source, tip, template));
        }
        return heard.newTip();
    }

    /** Waits, and says whether the feed was closed meanwhile. */
    private boolean closedAfter(Duration pause) {
        try {
            return closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
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

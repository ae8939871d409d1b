package thunderpool.template;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.bitcoin.Hash256;
import thunderpool.node.TipSignal;

/** One thread that looks at one node: at once when its tip may have changed, and every few seconds anyway. */
final class NodeWatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeWatcher.class);

    private final NodeCheck check;
    private final Duration every;
    private final InstantSource clock;
    private final Outside outside;
    private final BlockingQueue<TipSignal> signals = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Whom it reports to.
     *
     * @param questions blocks that other nodes are at
     */
    record Outside(Consumer<NodeReport> reports, Supplier<Set<Hash256>> questions) {}

    NodeWatcher(String name, NodeCheck check, Duration every, InstantSource clock, Outside outside) {
        this.check = check;
        this.every = every;
        this.clock = clock;
        this.outside = outside;
        this.thread = Thread.ofVirtual().name("watch-" + name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** From the node's tip feed. */
    void tipMayHaveChanged(TipSignal signal) {
        signals.add(signal);
    }

    private void run() {
        Optional<TipSignal> signal = Optional.empty();
        while (!closed) {
            try {
                Set<Hash256> questions = outside.questions().get();
                outside.reports().accept(check.look(signal.flatMap(TipSignal::template), questions, clock.millis()));
                signal = newest(signals.poll(every.toMillis(), TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                // A bug must not blind the pool: it shows as a silent node and in the log, and the next look goes on.
                LOG.error("looking at a node failed unexpectedly", e);
            }
        }
    }

    /** Of several signals that came meanwhile only the last one matters. */
    private Optional<TipSignal> newest(@Nullable TipSignal first) {
        @Nullable TipSignal newest = first;
        for (@Nullable TipSignal next = signals.poll(); next != null; next = signals.poll()) {
            newest = next;
        }
        return Optional.ofNullable(newest);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}

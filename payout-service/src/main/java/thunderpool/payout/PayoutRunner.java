package thunderpool.payout;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import thunderpool.payout.port.PayoutStore.FencedException;
import thunderpool.payout.saga.Payouts;
import thunderpool.runtime.Lease;

/**
 * Runs one saga per lease term. Without the lease nothing runs: no tick, no feed, no call to the node; a second instance
 * is a silent stand-by. Whatever a lost term still tries is refused by the store.
 */
final class PayoutRunner {

    /** The consumers, which run only while there is a saga to feed. */
    interface Feeds {
        /** Before the first are given. */
        Feeds NONE = new Feeds() {
            @Override
            public void start() {}

            @Override
            public void stop() {}
        };

        void start();

        void stop();
    }

    private record Term(Lease lease, Payouts payouts) {}

    private final Supplier<Optional<Lease>> held;
    private final Function<Lease, Payouts> opener;
    private final PayoutMetrics metrics;
    private Feeds feeds = Feeds.NONE;
    private @Nullable Term term;

    /** Whether the feeds of the present term run. */
    private boolean fed;

    /** @param opener opens and starts the saga of a term */
    PayoutRunner(Supplier<Optional<Lease>> held, Function<Lease, Payouts> opener, PayoutMetrics metrics) {
        this.held = held;
        this.opener = opener;
        this.metrics = metrics;
    }

    /** To be called before the first round: the feeds need the runner to be made. */
    void feedBy(Feeds consumers) {
        feeds = consumers;
    }

    /** One round; whatever it throws is tried again in the next. */
    void run(long nowMs) {
        Optional<Lease> lease = held.get();
        if (lease.isEmpty() || isOther(lease.get())) {
            end();
        }
        if (lease.isEmpty()) {
            return;
        }
        begin(lease.get());
        try {
            feedOnceCompared();
            with(payouts -> metrics.ticked(payouts.tick(nowMs), nowMs));
            feedOnceCompared();
        } catch (FencedException fenced) {
            end();
            throw fenced;
        }
    }

    /** Stops the consumers outside of the lock, which they may be waiting for. */
    void end() {
        boolean ended;
        synchronized (this) {
            ended = fed;
            term = null;
            fed = false;
        }
        if (ended) {
            feeds.stop();
        }
    }

    /** The saga is one thread's at a time: the tick's or a feed's. */
    synchronized void with(Consumer<Payouts> work) {
        Term current = term;
        if (current == null) {
            throw new FencedException("this instance does not hold the lease");
        }
        work.accept(current.payouts);
    }

    synchronized boolean isRunning() {
        return term != null;
    }

    private synchronized boolean isOther(Lease lease) {
        return term != null && term.lease.token() != lease.token();
    }

    private synchronized void begin(Lease lease) {
        if (term == null) {
            term = new Term(lease, opener.apply(lease));
        }
    }

    /** Outside of the lock, which the consumers may be waiting for. */
    private void feedOnceCompared() {
        boolean start;
        synchronized (this) {
            start = !fed && term != null && term.payouts.hasCompared();
            fed = fed || start;
        }
        if (start) {
            feeds.start();
        }
    }
}

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
        if (begin(lease.get())) {
            feeds.start();
        }
        try {
            with(payouts -> metrics.ticked(payouts.tick(nowMs), nowMs));
        } catch (FencedException fenced) {
            end();
            throw fenced;
        }
    }

    /** Stops the consumers outside of the lock, which they may be waiting for. */
    void end() {
        boolean ended;
        synchronized (this) {
            ended = term != null;
            term = null;
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

    /** @return whether a new term began */
    private synchronized boolean begin(Lease lease) {
        if (term != null) {
            return false;
        }
        term = new Term(lease, opener.apply(lease));
        return true;
    }
}

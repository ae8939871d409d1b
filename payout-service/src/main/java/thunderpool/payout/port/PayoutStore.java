package thunderpool.payout.port;

import java.util.function.Function;

/**
 * Where the saga's state lives. One store belongs to one term of the lease: a transaction of an older term changes
 * nothing and throws {@link FencedException}.
 */
public interface PayoutStore {

    /**
     * Runs the work in one transaction: all of it lasts, published records included, or nothing.
     *
     * @throws FencedException when another instance holds the lease by now
     */
    <T> T transact(Function<PayoutTx, T> work);

    /** Another instance took over: this one must stop. */
    final class FencedException extends RuntimeException {
        public FencedException(String message) {
            super(message);
        }
    }
}

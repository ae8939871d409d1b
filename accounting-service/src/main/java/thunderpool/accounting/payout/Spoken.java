package thunderpool.accounting.payout;

import java.util.Optional;
import thunderpool.bitcoin.Hash256;
import thunderpool.topics.PayoutAnswered;

/**
 * What the log says of orders that these books do not know: they were restored from an older day, and fold the log once
 * more. Topics are folded beside each other, so an order may come before the credit that it was answered from.
 */
public interface Spoken {

    /** Of books that were never older than their log. */
    Spoken NOTHING = new Spoken() {
        @Override
        public Optional<PayoutAnswered> answered(Hash256 orderId, long sinceMs) {
            return Optional.empty();
        }

        @Override
        public boolean wasRequested(Hash256 orderId) {
            return false;
        }
    };

    /**
     * The answer that the order once got.
     *
     * @param sinceMs broker's time of the request
     */
    Optional<PayoutAnswered> answered(Hash256 orderId, long sinceMs);

    /** Whether the log has a request of this order, folded or not. */
    boolean wasRequested(Hash256 orderId);

    /** The books are not as far as the log was when the word was given: the batch comes again, and they will be. */
    final class NotYetException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotYetException(String message) {
            super(message);
        }
    }
}

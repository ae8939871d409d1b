package thunderpool.accounting.payout;

import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;

/**
 * The answer to an order, and what became of it.
 *
 * @param sequence number of the account's earlier orders
 * @param amount zero when refused
 * @param reason why it was refused, else empty
 */
public record Reservation(Hash256 orderId, Script account, long sequence, Sats amount, State state, String reason) {

    /** OPEN ends as PAID or RETURNED; the other three are final. */
    public enum State {
        OPEN,
        PAID,
        RETURNED,
        REFUSED
    }

    Reservation become(State next) {
        return new Reservation(orderId, account, sequence, amount, next, reason);
    }
}

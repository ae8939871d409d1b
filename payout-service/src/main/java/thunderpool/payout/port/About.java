package thunderpool.payout.port;

import java.util.List;
import java.util.Optional;
import thunderpool.bitcoin.Hash256;

/**
 * The orders and the transaction that a note is about.
 *
 * @param orders ids; empty when it is about none or all of them
 * @param transaction id; of several attempts at one payment the one that is meant, or the first
 */
public record About(List<Hash256> orders, Optional<Hash256> transaction) {
    /** About no single order. */
    public static final About ALL = new About(List.of(), Optional.empty());

    public About {
        orders = List.copyOf(orders);
    }

    public static About order(Hash256 id) {
        return new About(List.of(id), Optional.empty());
    }

    public static About order(Hash256 id, Hash256 txid) {
        return new About(List.of(id), Optional.of(txid));
    }

    public static About transaction(Hash256 txid) {
        return new About(List.of(), Optional.of(txid));
    }
}

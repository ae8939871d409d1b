package thunderpool.payout.order;

import java.util.Optional;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;

/**
 * A payment out of the pool's wallet that these books did not make: a restored database is older than its log or its
 * chain, or a person sent it.
 *
 * @param txid transaction that pays
 * @param account script that it pays, in sum over its outputs; the empty script for outputs without an address
 * @param order that books it; empty while there is none
 */
public record Adopted(Hash256 txid, Script account, Sats amount, Optional<Hash256> order, State state) {

    /** Where it stands. */
    public enum State {
        /** Nobody has said what it is: nothing new is paid. */
        FOUND,
        /** A payment of this pool that the ledger must book before its account is paid again. */
        OPEN,
        /** Booked by its order. */
        BOOKED,
        /** None of this pool's, by an operator's word; or it can never be in the chain. */
        VOID
    }

    public Adopted become(State next) {
        return new Adopted(txid, account, amount, order, next);
    }

    public Adopted bookedBy(Optional<Hash256> orderId) {
        return new Adopted(txid, account, amount, orderId, state);
    }
}

package thunderpool.payout.order;

import java.util.Optional;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.topics.PayoutChanged;
import thunderpool.topics.PayoutChanged.State;
import thunderpool.topics.PayoutOrderId;

/**
 * One payment to one account, from the request to the end of its story.
 *
 * @param sequence number of the account's earlier orders
 * @param minimum smallest amount that was worth asking for
 * @param version counts the changes of this order, from 1
 * @param amount reserved by accounting, zero before that
 * @param script to be paid, fixed by accounting with the amount
 * @param family family of attempts the order is bound to, forever once it is
 * @param txid newest attempt that pays it, or the one that did; the zero hash before that
 * @param confirmations of that transaction, counted up to settlement
 * @param reservedHeight height of the chain at the reservation: what block intervals count from
 * @param approved whether an operator let it go on
 */
public record Order(
        Hash256 id,
        Script account,
        long sequence,
        Sats minimum,
        long version,
        State state,
        Sats amount,
        Script script,
        Optional<Hash256> family,
        Hash256 txid,
        int confirmations,
        long requestedAtMs,
        long reservedAtMs,
        int reservedHeight,
        long changedAtMs,
        boolean approved) {

    /** The account's next order, asked for but not answered. */
    public static Order requested(String chain, Script account, long sequence, Sats minimum, long nowMs) {
        return new Order(
                PayoutOrderId.of(chain, account, sequence),
                account,
                sequence,
                minimum,
                1,
                State.REQUESTED,
                Sats.ZERO,
                account,
                Optional.empty(),
                Hash256.ZERO,
                0,
                nowMs,
                0,
                0,
                nowMs,
                false);
    }

    /** Whether the order may still move money; an account has at most one such order. */
    public static boolean isOpen(State state) {
        return switch (state) {
            case REQUESTED, RESERVED, AWAITING_APPROVAL, SIGNED, BROADCAST, CONFIRMED -> true;
            case REFUSED, PAID, RETURNED -> false;
        };
    }

    /** The only moves there are. The chain may take a confirmation back; it cannot take a settlement back. */
    static boolean mayMove(State from, State to) {
        return switch (from) {
            case REQUESTED -> to == State.RESERVED || to == State.REFUSED;
            case RESERVED -> to == State.SIGNED || to == State.AWAITING_APPROVAL || to == State.RETURNED;
            case AWAITING_APPROVAL -> to == State.RESERVED || to == State.RETURNED;
            case SIGNED, BROADCAST, CONFIRMED ->
                to == State.SIGNED
                        || to == State.BROADCAST
                        || to == State.CONFIRMED
                        || to == State.PAID
                        || to == State.RETURNED;
            case REFUSED, PAID, RETURNED -> false;
        };
    }

    public Order reserved(Sats fixedAmount, Script fixedScript, int height, long nowMs) {
        checkMove(State.RESERVED);
        return new Order(
                id,
                account,
                sequence,
                minimum,
                version + 1,
                State.RESERVED,
                fixedAmount,
                fixedScript,
                family,
                txid,
                confirmations,
                requestedAtMs,
                nowMs,
                height,
                nowMs,
                approved);
    }

    /** Bound to a family by its first signed attempt; an order is bound once. */
    public Order bound(Hash256 familyId, Hash256 attempt, long nowMs) {
        if (family.isPresent()) {
            throw new IllegalStateException("order " + id + " is bound to family " + family.get() + " already");
        }
        return next(State.SIGNED, Optional.of(familyId), attempt, 0, nowMs);
    }

    /** Moved to another state, transaction or number of confirmations. */
    public Order moved(State to, Hash256 attempt, int depth, long nowMs) {
        return next(to, family, attempt, depth, nowMs);
    }

    /** Let go on by an operator, for good. */
    public Order approvedAt(long nowMs) {
        Order going = next(State.RESERVED, family, txid, 0, nowMs);
        return new Order(
                id,
                account,
                sequence,
                minimum,
                going.version,
                going.state,
                amount,
                script,
                family,
                txid,
                0,
                requestedAtMs,
                reservedAtMs,
                reservedHeight,
                nowMs,
                true);
    }

    private Order next(State to, Optional<Hash256> familyId, Hash256 attempt, int depth, long nowMs) {
        checkMove(to);
        return new Order(
                id,
                account,
                sequence,
                minimum,
                version + 1,
                to,
                amount,
                script,
                familyId,
                attempt,
                depth,
                requestedAtMs,
                reservedAtMs,
                reservedHeight,
                nowMs,
                approved);
    }

    /**
     * As the log knows it, when the log knows more.
     *
     * @param told newest record of this order
     */
    public Order adopted(State to, PayoutChanged told) {
        return new Order(
                id,
                account,
                sequence,
                minimum,
                told.version(),
                to,
                told.amount(),
                script,
                family,
                told.txid(),
                told.confirmations(),
                requestedAtMs,
                reservedAtMs == 0 ? told.atMs() : reservedAtMs,
                reservedHeight,
                told.atMs(),
                approved);
    }

    private void checkMove(State to) {
        if (!mayMove(state, to)) {
            throw new IllegalStateException("order " + id + " cannot move from " + state + " to " + to);
        }
    }

    /** What people are told. */
    public PayoutChanged told(String chain) {
        return new PayoutChanged(id, chain, account, version, state, amount, txid, confirmations, changedAtMs);
    }
}

package thunderpool.payout.saga;

import java.util.HexFormat;
import java.util.Optional;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.payout.order.Order;
import thunderpool.payout.port.About;
import thunderpool.payout.port.PayoutEvent;
import thunderpool.payout.port.PayoutLog;
import thunderpool.payout.port.PayoutTx;
import thunderpool.payout.port.ScheduleBook.Approval;
import thunderpool.payout.saga.Asked.Refusal;
import thunderpool.topics.PayoutChanged.State;

/**
 * Large payments wait for an operator's word, between the reservation and the first signature. What was let go on stays so,
 * whatever the threshold becomes; what waits keeps waiting until somebody answers.
 */
final class Approvals {

    private final Orders orders;
    private final PayoutLog log;

    Approvals(Orders orders, PayoutLog log) {
        this.orders = orders;
        this.log = log;
    }

    /**
     * Stops a reserved order that needs an operator.
     *
     * @return whether it may go on
     */
    boolean pass(PayoutTx tx, Order order, long nowMs) {
        Optional<Sats> above = tx.schedules().approval().above();
        if (order.approved() || above.isEmpty() || order.amount().isLessThan(above.get())) {
            return true;
        }
        orders.update(tx, order.moved(State.AWAITING_APPROVAL, order.txid(), 0, nowMs));
        log.note(
                PayoutEvent.APPROVAL_NEEDED,
                About.order(order.id()),
                order.amount().value() + " satoshi");
        return false;
    }

    long approve(PayoutTx tx, Asked asked) throws Refusal {
        Order approved = waiting(tx, asked).approvedAt(asked.nowMs());
        orders.update(tx, approved);
        log.note(
                PayoutEvent.APPROVED,
                About.order(approved.id()),
                "by " + asked.command().author());
        return approved.version();
    }

    /** The reserve goes back as that of any other order that can never be paid. */
    long refuse(PayoutTx tx, Asked asked) throws Refusal {
        Order waiting = waiting(tx, asked);
        orders.returned(tx, waiting, "refused by " + asked.command().author(), asked.nowMs());
        return waiting.version() + 1;
    }

    private static Order waiting(PayoutTx tx, Asked asked) throws Refusal {
        String id = asked.field("order");
        Order order = named(tx, id).orElseThrow(() -> new Refusal("there is no order " + id));
        asked.madeFor(order.version());
        if (order.state() != State.AWAITING_APPROVAL) {
            throw new Refusal("the order does not wait for approval, it is " + order.state());
        }
        return order;
    }

    /** An id is read either way round: tables and logs print it as blocks' hashes are printed, the dashboard by its bytes. */
    private static Optional<Order> named(PayoutTx tx, String id) {
        Hash256 hash = Hash256.ofDisplayHex(id);
        return tx.orders().find(hash).or(() -> tx.orders()
                .find(Hash256.ofWire(HexFormat.of().parseHex(id))));
    }

    long setThreshold(PayoutTx tx, Asked asked) throws Refusal {
        Approval before = tx.schedules().approval();
        asked.madeFor(before.version());
        if (asked.says("off") == asked.has("above_sats")) {
            throw new Refusal("either above_sats or off = true must be given");
        }
        Optional<Sats> above = asked.says("off") ? Optional.empty() : Optional.of(Sats.of(asked.number("above_sats")));
        if (above.filter(Sats::isZero).isPresent()) {
            throw new Refusal("above_sats must be above 0");
        }
        Approval after = new Approval(before.version() + 1, above);
        tx.schedules().save(after);
        return after.version();
    }
}

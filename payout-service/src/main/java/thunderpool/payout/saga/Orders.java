package thunderpool.payout.saga;

import thunderpool.bitcoin.Hash256;
import thunderpool.payout.order.Order;
import thunderpool.payout.port.About;
import thunderpool.payout.port.PayoutEvent;
import thunderpool.payout.port.PayoutLog;
import thunderpool.payout.port.PayoutTx;
import thunderpool.topics.PayoutChanged;
import thunderpool.topics.PayoutChanged.State;
import thunderpool.topics.PayoutSettled;

/** Changes of one order inside a transaction: the row, what people are told, and what accounting is told, together. */
final class Orders {

    private final String chain;
    private final PayoutLog log;

    Orders(String chain, PayoutLog log) {
        this.chain = chain;
        this.log = log;
    }

    void insert(PayoutTx tx, Order order) {
        tx.orders().insert(order);
        tx.publish(PayoutChanged.TOPIC, order.told(chain));
    }

    void update(PayoutTx tx, Order order) {
        tx.orders().update(order);
        tx.publish(PayoutChanged.TOPIC, order.told(chain));
    }

    /** Waits for a confirmation, with the newest attempt that pays it. */
    void waiting(PayoutTx tx, Order order, Hash256 txid, boolean broadcast, long nowMs) {
        State state = broadcast ? State.BROADCAST : State.SIGNED;
        if (order.state() != state || !order.txid().equals(txid) || order.confirmations() != 0) {
            update(tx, order.moved(state, txid, 0, nowMs));
        }
    }

    void confirmed(PayoutTx tx, Order order, Hash256 txid, int confirmations, long nowMs) {
        boolean news = order.state() != State.CONFIRMED
                || !order.txid().equals(txid)
                || order.confirmations() != confirmations;
        if (news) {
            if (order.state() != State.CONFIRMED) {
                log.note(PayoutEvent.CONFIRMED, About.order(order.id(), txid), "");
            }
            update(tx, order.moved(State.CONFIRMED, txid, confirmations, nowMs));
        }
    }

    /** The end that pays: accounting posts it, and the account's next interval counts from the reservation. */
    void paid(PayoutTx tx, Order order, Hash256 txid, int confirmations, long nowMs) {
        update(tx, order.moved(State.PAID, txid, confirmations, nowMs));
        settle(tx, order, true, txid, nowMs);
        tx.schedules().find(order.account()).ifPresent(schedule -> tx.schedules()
                .save(schedule.paidAt(order.reservedHeight(), order.reservedAtMs())));
        log.note(PayoutEvent.PAID, About.order(order.id(), txid), "");
    }

    /** The end that pays nothing: only for orders that no attempt can ever pay. */
    void returned(PayoutTx tx, Order order, String why, long nowMs) {
        update(tx, order.moved(State.RETURNED, Hash256.ZERO, 0, nowMs));
        settle(tx, order, false, Hash256.ZERO, nowMs);
        log.note(PayoutEvent.RETURNED, About.order(order.id()), why);
    }

    /** For an end that accounting may have missed: it books each once. */
    void settleAgain(PayoutTx tx, Order ended, long nowMs) {
        if (ended.state() == State.PAID
                || (ended.state() == State.RETURNED && !ended.amount().isZero())) {
            settle(tx, ended, ended.state() == State.PAID, ended.txid(), nowMs);
        }
    }

    private void settle(PayoutTx tx, Order order, boolean paid, Hash256 txid, long nowMs) {
        tx.publish(
                PayoutSettled.TOPIC,
                new PayoutSettled(order.id(), chain, order.account(), paid, order.amount(), txid, nowMs));
    }
}

package thunderpool.payout.saga;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.OutPoint;
import thunderpool.payout.order.Attempt;
import thunderpool.payout.order.Family;
import thunderpool.payout.order.Fate;
import thunderpool.payout.order.Order;
import thunderpool.payout.order.SeenBlock;
import thunderpool.payout.port.About;
import thunderpool.payout.port.PayoutEvent;
import thunderpool.payout.port.PayoutLog;
import thunderpool.payout.port.PayoutStore;
import thunderpool.payout.port.PayoutTx;
import thunderpool.topics.PayoutChanged.State;

/** Moves bound orders, and nothing but the chain moves them: one family, one look at who spends its inputs. */
final class Settlement {

    private final PayoutRules rules;
    private final PayoutStore store;
    private final Orders orders;
    private final PayoutLog log;
    private Optional<SeenBlock> settledAt = Optional.empty();

    Settlement(Desk desk, Orders orders) {
        this.rules = desk.rules();
        this.store = desk.store();
        this.log = desk.log();
        this.orders = orders;
    }

    /** Once a tip: between two blocks the chain says nothing new. */
    void run(long nowMs) {
        Optional<SeenBlock> tip = store.transact(tx -> tx.chain().tip());
        if (tip.equals(settledAt)) {
            return;
        }
        for (Family family : store.transact(tx -> tx.families().open())) {
            store.transact(tx -> {
                advance(tx, family, nowMs);
                return true;
            });
        }
        settledAt = tip;
    }

    /** The family's fate as the followed chain tells it now. */
    static Fate fate(PayoutTx tx, Family family) {
        int height = tx.chain().tip().map(SeenBlock::height).orElse(0);
        Set<Hash256> parents = family.outPoints().stream().map(OutPoint::txid).collect(Collectors.toSet());
        return Fate.of(
                family, tx.chain().spendsOf(family.outPoints()), tx.families().ruledOut(parents), height);
    }

    private void advance(PayoutTx tx, Family family, long nowMs) {
        // One that was returned before the database was restored is over, whatever its family still does.
        List<Order> bound = tx.orders().ofFamily(family.id()).stream()
                .filter(order -> order.state() != State.RETURNED)
                .toList();
        switch (fate(tx, family)) {
            case Fate.Unspent _ -> bound.forEach(order -> wait(tx, family, order, nowMs));
            case Fate.Won(Hash256 txid, int confirmations) -> {
                bound.forEach(order -> won(tx, family, order, new Win(txid, confirmations), nowMs));
                if (confirmations >= rules.watchConfirmations()) {
                    tx.families().close(family.id(), txid);
                }
            }
            case Fate.Lost(Hash256 spender, int confirmations) -> {
                log.note(
                        PayoutEvent.CONFLICT,
                        About.transaction(family.id()),
                        "lost an input to " + spender + ", " + confirmations + " deep");
                if (confirmations >= rules.watchConfirmations()) {
                    bury(tx, family, bound, nowMs);
                } else {
                    bound.forEach(order -> wait(tx, family, order, nowMs));
                }
            }
            case Fate.Voided(OutPoint input) -> {
                log.note(PayoutEvent.CONFLICT, About.transaction(family.id()), "input " + input + " can never exist");
                bury(tx, family, bound, nowMs);
            }
        }
    }

    private record Win(Hash256 txid, int confirmations) {}

    private void won(PayoutTx tx, Family family, Order order, Win win, long nowMs) {
        Attempt winner = family.attempts().stream()
                .filter(attempt -> attempt.txid().equals(win.txid))
                .findFirst()
                .orElseThrow();
        boolean pays = winner.orderIds().contains(order.id());
        if (order.state() == State.PAID) {
            if (!pays) {
                leftChain(order);
            }
        } else if (pays && win.confirmations >= rules.settleConfirmations()) {
            orders.paid(tx, order, win.txid, win.confirmations, nowMs);
        } else if (pays) {
            orders.confirmed(tx, order, win.txid, win.confirmations, nowMs);
        } else if (win.confirmations >= rules.watchConfirmations()) {
            orders.returned(tx, order, "a replacement without it is final", nowMs);
        } else {
            wait(tx, family, order, nowMs);
        }
    }

    private void wait(PayoutTx tx, Family family, Order order, long nowMs) {
        if (order.state() == State.PAID) {
            leftChain(order);
            return;
        }
        Attempt newest = family.newestPaying(order.id());
        orders.waiting(tx, order, newest.txid(), newest.accepted(), nowMs);
    }

    private void bury(PayoutTx tx, Family family, List<Order> bound, long nowMs) {
        for (Order order : bound) {
            if (order.state() == State.PAID) {
                leftChain(order);
            } else {
                orders.returned(tx, order, "none of its transactions can ever be in the chain", nowMs);
            }
        }
        tx.families().bury(family.id());
    }

    private void leftChain(Order order) {
        log.note(PayoutEvent.SETTLED_LEFT_CHAIN, About.order(order.id(), order.txid()), "");
    }

    /** The attempt to keep on the air: the one that settled orders when there is one, else the newest. */
    static Attempt toBroadcast(Family family, List<Order> bound) {
        Optional<Hash256> settledBy = bound.stream()
                .filter(order -> order.state() == State.PAID)
                .map(Order::txid)
                .findFirst();
        return settledBy
                .flatMap(txid -> family.attempts().stream()
                        .filter(attempt -> attempt.txid().equals(txid))
                        .findFirst())
                .orElseGet(family::newest);
    }
}

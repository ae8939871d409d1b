package thunderpool.payout.saga;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import thunderpool.bitcoin.Hash256;
import thunderpool.payout.order.Attempt;
import thunderpool.payout.order.Family;
import thunderpool.payout.order.Fate;
import thunderpool.payout.order.Order;
import thunderpool.payout.port.About;
import thunderpool.payout.port.PayoutChain;
import thunderpool.payout.port.PayoutChain.ChainFault;
import thunderpool.payout.port.PayoutEvent;
import thunderpool.payout.port.PayoutLog;
import thunderpool.payout.port.PayoutStore;
import thunderpool.payout.port.PayoutTx;
import thunderpool.topics.PayoutChanged.State;

/** Keeps stored transactions on the air until the chain has them. Sending the same bytes again is always safe. */
final class Broadcasts {

    private final PayoutRules rules;
    private final PayoutStore store;
    private final PayoutChain chain;
    private final Orders orders;
    private final PayoutLog log;

    /** When a family was last sent, or found to need no sending. Forgotten by a restart, which then broadcasts once more. */
    private final Map<Hash256, Long> lastSentMs = new HashMap<>();

    Broadcasts(Desk desk, Orders orders) {
        this.rules = desk.rules();
        this.store = desk.store();
        this.chain = desk.chain();
        this.log = desk.log();
        this.orders = orders;
    }

    private record OnAir(Hash256 family, Attempt attempt) {}

    /** @param all at once: after a reorganization nobody knows what mempools still hold */
    void run(boolean all, long nowMs) {
        List<OnAir> due = store.transact(tx -> due(tx, all, nowMs));
        due.forEach(onAir -> send(onAir.family, onAir.attempt, nowMs));
    }

    private List<OnAir> due(PayoutTx tx, boolean all, long nowMs) {
        List<Family> open = tx.families().open();
        lastSentMs.keySet().retainAll(open.stream().map(Family::id).toList());
        List<OnAir> due = new ArrayList<>();
        for (Family family : open) {
            Long last = lastSentMs.get(family.id());
            if (all
                    || last == null
                    || nowMs - last >= rules.rebroadcastInterval().toMillis()) {
                if (Settlement.fate(tx, family) instanceof Fate.Unspent) {
                    due.add(new OnAir(
                            family.id(),
                            Settlement.toBroadcast(family, tx.orders().ofFamily(family.id()))));
                } else {
                    lastSentMs.put(family.id(), nowMs);
                }
            }
        }
        return due;
    }

    /** A fault says nothing: the transaction may be out. It is sent again at the next tick. */
    void send(Hash256 familyId, Attempt attempt, long nowMs) {
        Optional<String> words;
        try {
            words = chain.send(attempt.signed());
        } catch (ChainFault fault) {
            log.note(PayoutEvent.NODE_FAULT, About.transaction(attempt.txid()), "broadcast: " + fault.getMessage());
            return;
        }
        lastSentMs.put(familyId, nowMs);
        if (words.isPresent()) {
            log.note(PayoutEvent.BROADCAST_REFUSED, About.transaction(attempt.txid()), words.get());
        } else if (!attempt.accepted()) {
            store.transact(tx -> {
                accepted(tx, familyId, attempt, nowMs);
                return true;
            });
            log.note(PayoutEvent.BROADCAST, About.transaction(attempt.txid()), "");
        }
    }

    private void accepted(PayoutTx tx, Hash256 familyId, Attempt attempt, long nowMs) {
        tx.families().markAccepted(attempt.txid());
        for (Order order : tx.orders().ofFamily(familyId)) {
            if (order.state() == State.SIGNED && order.txid().equals(attempt.txid())) {
                orders.waiting(tx, order, attempt.txid(), true, nowMs);
            }
        }
    }
}

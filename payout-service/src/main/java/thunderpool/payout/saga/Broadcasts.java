package thunderpool.payout.saga;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import thunderpool.bitcoin.Hash256;
import thunderpool.payout.order.Attempt;
import thunderpool.payout.order.Family;
import thunderpool.payout.order.Fate;
import thunderpool.payout.order.Order;
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

    /** Forgotten by a restart, which then broadcasts once more. */
    private final Map<Hash256, Long> lastSentMs = new HashMap<>();

    Broadcasts(Desk desk, Orders orders) {
        this.rules = desk.rules();
        this.store = desk.store();
        this.chain = desk.chain();
        this.log = desk.log();
        this.orders = orders;
    }

    private record OnAir(Family family, Attempt attempt) {}

    /** @param all at once: after a reorganization nobody knows what mempools still hold */
    void run(boolean all, long nowMs) {
        List<OnAir> open = store.transact(tx -> tx.families().open().stream()
                .filter(family -> Settlement.fate(tx, family) instanceof Fate.Unspent)
                .map(family -> new OnAir(
                        family, Settlement.toBroadcast(family, tx.orders().ofFamily(family.id()))))
                .toList());
        lastSentMs
                .keySet()
                .retainAll(open.stream().map(onAir -> onAir.family.id()).toList());
        for (OnAir onAir : open) {
            long last = lastSentMs.getOrDefault(onAir.family.id(), Long.MIN_VALUE / 2);
            if (all || nowMs - last >= rules.rebroadcastInterval().toMillis()) {
                send(onAir.family.id(), onAir.attempt, nowMs);
            }
        }
    }

    /** A fault says nothing: the transaction may be out. It is sent again at the next tick. */
    void send(Hash256 familyId, Attempt attempt, long nowMs) {
        Optional<String> words;
        try {
            words = chain.send(attempt.signed());
        } catch (ChainFault fault) {
            log.note(PayoutEvent.NODE_FAULT, "broadcast of " + attempt.txid() + ": " + fault.getMessage());
            return;
        }
        lastSentMs.put(familyId, nowMs);
        if (words.isPresent()) {
            log.note(PayoutEvent.BROADCAST_REFUSED, attempt.txid() + ": " + words.get());
        } else if (!attempt.accepted()) {
            store.transact(tx -> {
                accepted(tx, familyId, attempt, nowMs);
                return true;
            });
            log.note(PayoutEvent.BROADCAST, attempt.txid().toString());
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

package thunderpool.payout.saga;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.payout.order.Attempt;
import thunderpool.payout.order.Order;
import thunderpool.topics.PayoutAnswered.PayoutReserved;
import thunderpool.topics.PayoutSettled;

/** A healed world, order by order: the ledger, the chain and the books say the same. */
record SagaAudit(SagaWorld.Stores store, FakeAccounting accounting, FakeChain chain) {

    /**
     * @param got satoshi on the active chain
     * @return orders paid and orders returned
     */
    int[] ends(Map<Script, Long> got) {
        accounting.accounts.forEach((account, money) -> {
            if (got.getOrDefault(account, 0L) != money.paid) {
                throw new AssertionError("account " + account + " got " + got.get(account) + ", posted " + money.paid);
            }
        });
        Set<Hash256> active = new HashSet<>();
        chain.activeTransactions().forEach(tx -> active.add(tx.txid()));
        int[] ends = new int[2];
        accounting.answers.forEach((id, answer) -> {
            if (answer instanceof PayoutReserved) {
                PayoutSettled end = accounting.settled.get(id);
                if (end == null) {
                    throw new AssertionError("order " + id + " never ended");
                }
                long payments = paymentsOf(id, active);
                if (payments != (end.paid() ? 1 : 0)) {
                    throw new AssertionError("order " + id + " ended paid=" + end.paid() + " with " + payments);
                }
                ends[end.paid() ? 0 : 1]++;
            }
        });
        return ends;
    }

    private long paymentsOf(Hash256 orderId, Set<Hash256> active) {
        Order order = store.peek(tx -> tx.orders().find(orderId)).orElseThrow();
        return order.family()
                .map(family -> store.peek(tx -> tx.families().find(family)).orElseThrow().attempts().stream()
                        .filter(attempt -> attempt.orderIds().contains(orderId))
                        .map(Attempt::txid)
                        .filter(active::contains)
                        .count())
                // An order that came back from the log knows its transaction alone.
                .orElseGet(() -> active.contains(order.txid()) ? 1L : 0L);
    }
}

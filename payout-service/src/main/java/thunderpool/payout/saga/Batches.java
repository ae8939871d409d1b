package thunderpool.payout.saga;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.OutPoint;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Transaction;
import thunderpool.payout.batch.BatchPlanner;
import thunderpool.payout.batch.Plan;
import thunderpool.payout.batch.Planned;
import thunderpool.payout.order.Attempt;
import thunderpool.payout.order.Coin;
import thunderpool.payout.order.Family;
import thunderpool.payout.order.Order;
import thunderpool.payout.order.SeenBlock;
import thunderpool.payout.port.About;
import thunderpool.payout.port.PayoutChain;
import thunderpool.payout.port.PayoutEvent;
import thunderpool.payout.port.PayoutLog;
import thunderpool.payout.port.PayoutStore;
import thunderpool.payout.port.PayoutTx;
import thunderpool.payout.schedule.Schedule;
import thunderpool.topics.PayoutChanged.State;

/**
 * Binds reserved orders to signed transactions. The order of things is the guarantee: plan, sign, compare, ask the
 * mempool, ask the wallet what it has paid, STORE, and only then broadcast. Whatever stops before the store leaves nothing
 * behind; whatever stops after it is continued by broadcasting the stored bytes.
 */
final class Batches {

    private static final int MAX_PER_TICK = 10;
    private static final int MAX_WAITING = 10_000;

    private final PayoutRules rules;
    private final PayoutStore store;
    private final PayoutChain chain;
    private final Orders orders;
    private final Approvals approvals;
    private final Adoptions adoptions;
    private final Broadcasts broadcasts;
    private final WalletWatch walletWatch;
    private final PayoutLog log;
    private final BatchPlanner planner;

    /** Halved when a mempool refuses a plan, so that one bad order is found and set aside while the others are paid. */
    private int orderLimit;

    private final Map<Hash256, Long> setAsideUntilMs = new HashMap<>();

    Batches(
            Desk desk,
            Orders orders,
            Approvals approvals,
            Adoptions adoptions,
            Broadcasts broadcasts,
            WalletWatch walletWatch) {
        this.rules = desk.rules();
        this.store = desk.store();
        this.chain = desk.chain();
        this.log = desk.log();
        this.orders = orders;
        this.approvals = approvals;
        this.adoptions = adoptions;
        this.broadcasts = broadcasts;
        this.walletWatch = walletWatch;
        this.planner = new BatchPlanner(rules.batch());
        this.orderLimit = rules.batch().maxOrders();
    }

    void run(long nowMs) {
        setAsideUntilMs.values().removeIf(until -> until <= nowMs);
        for (int made = 0; made < MAX_PER_TICK; made++) {
            List<Order> waiting = store.transact(tx -> payable(tx, nowMs));
            if (waiting.isEmpty() || !isRipe(waiting, nowMs) || !makeOne(waiting, nowMs)) {
                return;
            }
        }
    }

    /**
     * Reserved orders nobody holds and nobody must approve, the oldest first. An order too small to be an output is
     * returned: it is bound to nothing.
     */
    private List<Order> payable(PayoutTx tx, long nowMs) {
        boolean allHeld = tx.schedules().hold().held();
        List<Order> payable = new ArrayList<>();
        for (Order order : tx.orders().inState(State.RESERVED, MAX_WAITING)) {
            boolean held =
                    tx.schedules().find(order.account()).map(Schedule::held).orElse(false);
            if (!planner.isPayable(order)) {
                orders.returned(tx, order, "too small to be an output", nowMs);
            } else if (adoptions.mayBeSigned(tx, order, nowMs)
                    && approvals.pass(tx, order, nowMs)
                    && !held
                    && !allHeld
                    && !setAsideUntilMs.containsKey(order.id())) {
                payable.add(order);
            }
        }
        return payable;
    }

    private boolean isRipe(List<Order> waiting, long nowMs) {
        return waiting.size() >= rules.batch().maxOrders()
                || nowMs - waiting.getFirst().reservedAtMs() >= rules.gather().toMillis();
    }

    /** @return whether orders were bound, so that looking for more makes sense */
    private boolean makeOne(List<Order> waiting, long nowMs) {
        List<Order> some = waiting.subList(0, Math.min(waiting.size(), orderLimit));
        int feeRate =
                chain.feeRate(rules.feeTargetBlocks()).orElse(rules.batch().fallbackFeeRate());
        List<Coin> coins = freeCoins();
        Planned planned = planner.plan(some, coins, changeScript(), feeRate);
        return switch (planned) {
            case Planned.Insufficient(var shortOf) -> {
                log.note(
                        PayoutEvent.INSUFFICIENT_FUNDS,
                        About.ALL,
                        some.size() + " orders wait; at least " + shortOf.value() + " satoshi and a fee are missing; "
                                + planner.unusable(coins) + " coins are not native segwit and left alone");
                yield false;
            }
            case Planned.Ready(Plan plan, var shortOf) -> {
                if (!shortOf.isZero()) {
                    log.note(
                            PayoutEvent.INSUFFICIENT_FUNDS,
                            About.ALL,
                            "only " + plan.orders().size() + " of " + some.size() + " orders can be paid; "
                                    + shortOf.value() + " satoshi are missing");
                }
                yield bind(plan, nowMs);
            }
        };
    }

    /**
     * Coins that no family owns. Change of our own attempts is spent early, because we know what becomes of it; a coin of
     * a stranger must be as deep as a settlement, or a reorganization could take it and leave us bound to nothing.
     */
    private List<Coin> freeCoins() {
        List<Coin> coins = chain.coins();
        Set<Hash256> makers = coins.stream().map(coin -> coin.outPoint().txid()).collect(Collectors.toSet());
        Set<OutPoint> reserved = store.transact(tx -> tx.families().reserved());
        Set<Hash256> ours = store.transact(tx -> tx.families().ours(makers));
        int deep = Math.max(rules.settleConfirmations(), rules.inputConfirmations());
        return coins.stream()
                .filter(coin -> !reserved.contains(coin.outPoint()))
                .filter(coin -> coin.confirmations()
                        >= (ours.contains(coin.outPoint().txid()) ? rules.inputConfirmations() : deep))
                .toList();
    }

    /** Asked for once and kept until a stored transaction uses it, so that waiting does not burn addresses. */
    private Script changeScript() {
        return store.transact(tx -> tx.families().spareChange()).orElseGet(() -> {
            Script fresh = chain.newChangeScript();
            store.transact(tx -> {
                tx.families().keepSpareChange(fresh);
                return true;
            });
            return fresh;
        });
    }

    private boolean bind(Plan plan, long nowMs) {
        Optional<Transaction> signed = sign(plan);
        if (signed.isEmpty()) {
            return false;
        }
        Optional<String> refusal = chain.refusal(signed.get());
        if (refusal.isPresent()) {
            narrow(plan, refusal.get(), nowMs);
            return false;
        }
        if (!walletWatch.compareNow(nowMs)) {
            return false;
        }
        orderLimit = Math.min(rules.batch().maxOrders(), orderLimit * 2);
        Family family = store.transact(tx -> keep(tx, plan, signed.get(), nowMs));
        log.note(PayoutEvent.BOUND, new About(plan.orderIds(), Optional.of(family.id())), "");
        broadcasts.send(family.id(), family.newest(), nowMs);
        return true;
    }

    private Optional<Transaction> sign(Plan plan) {
        Transaction signed = chain.sign(plan.unsigned());
        Optional<String> objection = plan.objection(signed);
        objection.ifPresent(
                why -> log.note(PayoutEvent.SIGNATURE_REFUSED, About.ALL, "the wallet's transaction: " + why));
        return objection.isPresent() ? Optional.empty() : Optional.of(signed);
    }

    private void narrow(Plan plan, String refusal, long nowMs) {
        log.note(PayoutEvent.PLAN_REFUSED, About.ALL, plan.orders().size() + " orders: " + refusal);
        int size = plan.orders().size();
        orderLimit = Math.max(1, size / 2);
        if (size == 1) {
            setAsideUntilMs.put(
                    plan.orders().getFirst().id(), nowMs + rules.refusalPause().toMillis());
        }
    }

    /**
     * THE store step: inputs, bytes and orders in one transaction, before anyone else can see the bytes. The store refuses
     * an input or an order that another family owns.
     */
    private Family keep(PayoutTx tx, Plan plan, Transaction signed, long nowMs) {
        Hash256 txid = signed.txid();
        Attempt attempt = new Attempt(txid, 0, signed, plan.orderIds(), plan.feeRate(), nowMs, height(tx), false);
        Family family = new Family(txid, Family.State.OPEN, plan.inputs(), plan.changeScript(), List.of(attempt));
        tx.families().insert(family);
        tx.families().dropSpareChange();
        plan.orders().forEach(order -> orders.update(tx, order.bound(txid, txid, nowMs)));
        return family;
    }

    private static int height(PayoutTx tx) {
        return tx.chain().tip().map(SeenBlock::height).orElse(0);
    }
}

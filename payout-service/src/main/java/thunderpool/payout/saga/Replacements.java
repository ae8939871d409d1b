package thunderpool.payout.saga;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Transaction;
import thunderpool.payout.batch.BatchPlanner;
import thunderpool.payout.batch.Plan;
import thunderpool.payout.order.Attempt;
import thunderpool.payout.order.Family;
import thunderpool.payout.order.Fate;
import thunderpool.payout.order.Order;
import thunderpool.payout.order.SeenBlock;
import thunderpool.payout.port.About;
import thunderpool.payout.port.PayoutEvent;
import thunderpool.payout.port.PayoutTx;
import thunderpool.topics.PayoutChanged.State;

/**
 * Pushes what does not confirm: a replacement spends all inputs of the earlier attempts with a higher fee, so at most one
 * of them can ever be in a chain. An order it drops stays bound to the family until the chain has decided.
 */
final class Replacements {

    private final Desk desk;
    private final Orders orders;
    private final Broadcasts broadcasts;
    private final BatchPlanner planner;

    /** One look a block and family. */
    private final Map<Hash256, Integer> triedAtHeight = new HashMap<>();

    Replacements(Desk desk, Orders orders, Broadcasts broadcasts) {
        this.desk = desk;
        this.orders = orders;
        this.broadcasts = broadcasts;
        this.planner = new BatchPlanner(desk.rules().batch());
    }

    void run(long nowMs) {
        List<Family> stuck = desk.store().transact(this::stuck);
        for (Family family : stuck) {
            push(family, nowMs);
        }
    }

    /** Never a family that settled an order: its one transaction must come back, not another. */
    private List<Family> stuck(PayoutTx tx) {
        int height = tx.chain().tip().map(SeenBlock::height).orElse(0);
        List<Family> open = tx.families().open();
        triedAtHeight.keySet().retainAll(open.stream().map(Family::id).toList());
        List<Family> stuck = new ArrayList<>();
        for (Family family : open) {
            boolean late =
                    height - family.newest().storedHeight() >= desk.rules().stuckBlocks();
            if (late && !Objects.equals(triedAtHeight.put(family.id(), height), height) && mayBePushed(tx, family)) {
                stuck.add(family);
            }
        }
        return stuck;
    }

    private static boolean mayBePushed(PayoutTx tx, Family family) {
        return Settlement.fate(tx, family) instanceof Fate.Unspent
                && tx.orders().ofFamily(family.id()).stream().noneMatch(order -> order.state() == State.PAID);
    }

    private void push(Family family, long nowMs) {
        int estimate = desk.chain()
                .feeRate(desk.rules().feeTargetBlocks())
                .orElse(desk.rules().batch().fallbackFeeRate());
        int before = family.newest().feeRate();
        List<Order> paid = desk.store().transact(tx -> family.newest().orderIds().stream()
                .map(id -> tx.orders().find(id).orElseThrow())
                .toList());
        Optional<Plan> plan = planner.replace(family, paid, Math.max(estimate, before + before / 2 + 1));
        if (plan.isEmpty()) {
            desk.log()
                    .note(PayoutEvent.STUCK_AT_HIGHEST_FEE, About.transaction(family.id()), "at " + before + " sat/vB");
            return;
        }
        Transaction signed = desk.chain().sign(plan.get().unsigned());
        Optional<String> objection =
                plan.get().objection(signed).or(() -> desk.chain().refusal(signed));
        if (objection.isPresent()) {
            desk.log()
                    .note(
                            PayoutEvent.PLAN_REFUSED,
                            About.transaction(family.id()),
                            "its replacement: " + objection.get());
            return;
        }
        Attempt attempt = desk.store().transact(tx -> keep(tx, family, plan.get(), signed, nowMs));
        desk.log()
                .note(
                        PayoutEvent.REPLACED,
                        new About(plan.get().orderIds(), Optional.of(attempt.txid())),
                        "takes the place of " + family.id());
        broadcasts.send(family.id(), attempt, nowMs);
    }

    private Attempt keep(PayoutTx tx, Family family, Plan plan, Transaction signed, long nowMs) {
        int height = tx.chain().tip().map(SeenBlock::height).orElse(0);
        int number = family.attempts().size();
        Attempt attempt =
                new Attempt(signed.txid(), number, signed, plan.orderIds(), plan.feeRate(), nowMs, height, false);
        tx.families().addAttempt(family.id(), attempt);
        for (Hash256 id : plan.orderIds()) {
            orders.waiting(tx, tx.orders().find(id).orElseThrow(), attempt.txid(), false, nowMs);
        }
        return attempt;
    }
}

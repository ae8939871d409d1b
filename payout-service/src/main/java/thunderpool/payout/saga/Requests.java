package thunderpool.payout.saga;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import thunderpool.bitcoin.Script;
import thunderpool.payout.order.Order;
import thunderpool.payout.order.SeenBlock;
import thunderpool.payout.port.About;
import thunderpool.payout.port.PayoutEvent;
import thunderpool.payout.port.PayoutLog;
import thunderpool.payout.port.PayoutStore;
import thunderpool.payout.port.PayoutTx;
import thunderpool.payout.schedule.Balance;
import thunderpool.payout.schedule.Candidate;
import thunderpool.payout.schedule.Eligibility;
import thunderpool.payout.schedule.Schedule;
import thunderpool.payout.schedule.Scheme;
import thunderpool.topics.BalanceChanged;
import thunderpool.topics.PayoutAnswered;
import thunderpool.topics.PayoutAnswered.PayoutRefused;
import thunderpool.topics.PayoutAnswered.PayoutReserved;
import thunderpool.topics.PayoutChanged.State;
import thunderpool.topics.PayoutOrderId;
import thunderpool.topics.PayoutRequested;
import thunderpool.topics.ScheduleChanged;

/** From a balance to a reserved order: the half of the saga that talks with accounting. */
final class Requests {

    /** Orders made in one transaction. */
    private static final int CHUNK = 100;

    private static final int MAX_REPEATS = 500;

    private final PayoutRules rules;
    private final PayoutStore store;
    private final Orders orders;
    private final Approvals approvals;
    private final PayoutLog log;
    private long nextLookMs = Long.MIN_VALUE;

    Requests(Desk desk, Orders orders, Approvals approvals) {
        this.rules = desk.rules();
        this.store = desk.store();
        this.log = desk.log();
        this.orders = orders;
        this.approvals = approvals;
    }

    void onBalance(BalanceChanged record, long nowMs) {
        if (!record.chain().equals(rules.chain().name())) {
            return;
        }
        store.transact(tx -> {
            long known = tx.schedules()
                    .balance(record.account())
                    .map(Balance::version)
                    .orElse(Long.MIN_VALUE);
            if (record.version() > known) {
                tx.schedules()
                        .save(new Balance(record.account(), record.version(), record.payable(), record.reserved()));
                if (tx.schedules().find(record.account()).isEmpty()) {
                    propose(tx, record.account(), record.schemeTag(), nowMs);
                }
            }
            return true;
        });
    }

    /** Before the first block is seen the height counts as 0: at worst the first payment of a new account comes early. */
    private void propose(PayoutTx tx, Script account, String schemeTag, long nowMs) {
        Scheme scheme = tx.schedules()
                .scheme(schemeTag)
                .or(() -> tx.schedules().scheme(rules.defaultScheme()))
                .orElseThrow(() -> new IllegalStateException("no payment scheme is called " + rules.defaultScheme()));
        int height = tx.chain().tip().map(SeenBlock::height).orElse(0);
        Schedule schedule = Schedule.first(account, scheme.name(), rules.minimum(), height, nowMs);
        tx.schedules().save(schedule);
        tx.publish(ScheduleChanged.TOPIC, schedule.told(rules.chain().name(), scheme));
    }

    void onAnswer(PayoutAnswered answer, long nowMs) {
        store.transact(tx -> {
            Optional<Order> order = tx.orders().find(answer.orderId());
            order.ifPresent(known -> answered(tx, known, answer, nowMs));
            return true;
        });
    }

    private void answered(PayoutTx tx, Order order, PayoutAnswered answer, long nowMs) {
        switch (answer) {
            case PayoutReserved reserved
            when order.state() == State.REQUESTED -> {
                int height = tx.chain().tip().map(SeenBlock::height).orElse(0);
                Order held = order.reserved(reserved.amount(), reserved.script(), height, nowMs);
                orders.update(tx, held);
                log.note(PayoutEvent.RESERVED, About.order(order.id()), "");
                if (Adoptions.exactly(tx, order).isEmpty()) {
                    approvals.pass(tx, held, nowMs);
                }
            }
            case PayoutRefused refused
            when order.state() == State.REQUESTED -> {
                settleEarlier(tx, order, nowMs);
                orders.update(tx, order.moved(State.REFUSED, order.txid(), 0, nowMs));
                log.note(PayoutEvent.REFUSED, About.order(order.id()), refused.reason());
            }
            case PayoutReserved reserved -> {
                boolean same = order.state() != State.REFUSED
                        && order.amount().equals(reserved.amount())
                        && order.script().equals(reserved.script());
                if (!same) {
                    log.note(PayoutEvent.ANSWER_CONFLICT, About.order(order.id()), "it is " + order.state());
                }
            }
            case PayoutRefused _ -> {
                if (order.state() != State.REFUSED) {
                    log.note(PayoutEvent.ANSWER_CONFLICT, About.order(order.id()), "it is " + order.state());
                }
            }
        }
    }

    /** Accounting may refuse because it missed the end of the order before: the log was lost with it. */
    private void settleEarlier(PayoutTx tx, Order order, long nowMs) {
        if (order.sequence() > 0) {
            tx.orders()
                    .find(PayoutOrderId.of(rules.chain().name(), order.account(), order.sequence() - 1))
                    .ifPresent(earlier -> orders.settleAgain(tx, earlier, nowMs));
        }
    }

    /** Looks for due accounts, at most once an interval, and repeats requests that got no answer. */
    void run(long nowMs) {
        if (nowMs < nextLookMs) {
            return;
        }
        Optional<SeenBlock> tip = store.transact(tx -> tx.chain().tip());
        if (tip.isEmpty()) {
            return;
        }
        repeat(nowMs);
        if (!store.transact(tx -> tx.schedules().hold()).held()) {
            request(due(tip.get().height(), nowMs), nowMs);
        }
        nextLookMs = nowMs + rules.dueInterval().toMillis();
    }

    private List<Candidate> due(int height, long nowMs) {
        Set<Script> waiting = store.transact(Adoptions::waiting);
        return store.transact(tx -> tx.schedules().candidates()).stream()
                .filter(candidate -> !waiting.contains(candidate.schedule().account()))
                .filter(candidate -> Eligibility.isDue(candidate, height, nowMs, rules.refusalPause()))
                .toList();
    }

    private void request(List<Candidate> due, long nowMs) {
        for (int from = 0; from < due.size(); from += CHUNK) {
            List<Candidate> chunk = due.subList(from, Math.min(due.size(), from + CHUNK));
            List<Order> made = new ArrayList<>();
            store.transact(tx -> {
                made.clear();
                chunk.forEach(candidate -> made.add(requested(tx, candidate, nowMs)));
                return true;
            });
            made.forEach(order -> log.note(PayoutEvent.REQUESTED, About.order(order.id()), ""));
        }
    }

    private Order requested(PayoutTx tx, Candidate candidate, long nowMs) {
        Schedule schedule = candidate.schedule();
        Order order = Order.requested(
                rules.chain().name(), schedule.account(), candidate.nextSequence(), schedule.minimum(), nowMs);
        orders.insert(tx, order);
        ask(tx, rules.chain().name(), order);
        return order;
    }

    private void repeat(long nowMs) {
        store.transact(tx -> {
            for (Order order : tx.orders().inState(State.REQUESTED, MAX_REPEATS)) {
                if (nowMs - order.requestedAtMs() >= rules.refusalPause().toMillis()) {
                    ask(tx, rules.chain().name(), order);
                    log.note(PayoutEvent.REQUEST_REPEATED, About.order(order.id()), "");
                }
            }
            return true;
        });
    }

    static void ask(PayoutTx tx, String chain, Order order) {
        tx.publish(
                PayoutRequested.TOPIC,
                new PayoutRequested(
                        order.id(),
                        chain,
                        order.account(),
                        order.sequence(),
                        order.minimum(),
                        Adoptions.exactly(tx, order)));
    }
}

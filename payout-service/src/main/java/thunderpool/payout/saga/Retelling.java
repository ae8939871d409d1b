package thunderpool.payout.saga;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import thunderpool.payout.order.Order;
import thunderpool.payout.port.PayoutLog;
import thunderpool.payout.port.PayoutStore;
import thunderpool.payout.port.PayoutTx;
import thunderpool.payout.schedule.PlannedScheme;
import thunderpool.payout.schedule.Schedule;
import thunderpool.payout.schedule.Scheme;
import thunderpool.topics.PayoutChanged;
import thunderpool.topics.PayoutChanged.State;
import thunderpool.topics.ScheduleChanged;
import thunderpool.topics.SchemeChanged;

/**
 * Tells a new log, after the old one was lost, what its readers need of what this service knows: every scheme and
 * schedule, every order that is open, and of each account the end of its last one. Accounting reserves the next order of
 * an account only once it has booked the end of the one before, so no earlier end can be unknown to it. Readers ignore what
 * they know. A request that has no answer is repeated by itself.
 */
public final class Retelling {

    private final String chain;
    private final PayoutStore store;
    private final Orders orders;

    public Retelling(String chain, PayoutStore store, PayoutLog log) {
        this.chain = chain;
        this.store = store;
        this.orders = new Orders(chain, log);
    }

    /** All of it in one transaction. */
    public void run(long nowMs) {
        store.transact(tx -> {
            tellSchemes(tx);
            for (State state : State.values()) {
                if (Order.isOpen(state)) {
                    tx.orders().inState(state, Integer.MAX_VALUE).forEach(order -> tell(tx, order));
                }
            }
            for (Order ended : tx.orders().lastEnded()) {
                tell(tx, ended);
                orders.settleAgain(tx, ended, nowMs);
            }
            return true;
        });
    }

    private void tellSchemes(PayoutTx tx) {
        Map<String, PlannedScheme> plans = tx.schedules().planned().stream()
                .collect(Collectors.toMap(plan -> plan.scheme().name(), Function.identity()));
        List<Scheme> schemes = tx.schedules().schemes();
        for (Scheme scheme : schemes) {
            PlannedScheme plan = plans.get(scheme.name());
            tx.publish(SchemeChanged.TOPIC, plan == null ? scheme.told() : scheme.told(plan));
            for (Schedule follower : tx.schedules().followersOf(scheme.name())) {
                tx.publish(ScheduleChanged.TOPIC, follower.told(chain, scheme));
            }
        }
    }

    private void tell(PayoutTx tx, Order order) {
        tx.publish(PayoutChanged.TOPIC, order.told(chain));
    }
}

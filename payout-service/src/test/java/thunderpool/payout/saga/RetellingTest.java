package thunderpool.payout.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Sha256d;
import thunderpool.payout.memory.MemoryPayoutStore;
import thunderpool.payout.order.Order;
import thunderpool.payout.port.PayoutStore;
import thunderpool.payout.port.PayoutTx;
import thunderpool.payout.schedule.Schedule;
import thunderpool.payout.schedule.Scheme;
import thunderpool.topics.PayoutChanged;
import thunderpool.topics.PayoutChanged.State;
import thunderpool.topics.PayoutSettled;
import thunderpool.topics.ScheduleChanged;
import thunderpool.topics.SchemeChanged;

/** What a new log is told: enough for accounting to book every end it may have missed, and no more than that. */
final class RetellingTest {

    private static final String CHAIN = SagaWorld.RULES.chain().name();
    private static final Script ALICE = Script.ofHex("0014" + "aa".repeat(20));
    private static final Script BOB = Script.ofHex("0014" + "bb".repeat(20));
    private static final Hash256 TXID = Sha256d.of("paid".getBytes(StandardCharsets.UTF_8));

    private final MemoryPayoutStore store = new MemoryPayoutStore();
    private final PayoutStore term = store.term();

    private static Order order(PayoutTx tx, Script account, long sequence, State... states) {
        Order order = Order.requested(CHAIN, account, sequence, Sats.of(1), 1);
        tx.orders().insert(order);
        for (State state : states) {
            order = state == State.RESERVED
                    ? order.reserved(Sats.of(500 + sequence), account, 10, 2)
                    : order.moved(state, state == State.PAID ? TXID : Hash256.ZERO, 0, 3);
            tx.orders().update(order);
        }
        return order;
    }

    private <T> List<T> told(Class<T> kind, List<MemoryPayoutStore.Published<?>> all) {
        return all.stream()
                .map(MemoryPayoutStore.Published::value)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    @Test
    void tellsSchedulesOpenOrdersAndTheLastEndOfEachAccount() {
        Order[] orders = term.transact(tx -> {
            tx.schedules().save(new Scheme("blocks", 1, 1, 0, "every block"));
            tx.schedules().save(Schedule.first(ALICE, "blocks", Sats.of(1_000), 0, 1));
            order(tx, ALICE, 0, State.RESERVED, State.SIGNED, State.PAID);
            Order last = order(tx, ALICE, 1, State.RESERVED, State.SIGNED, State.PAID);
            Order refused = order(tx, ALICE, 2, State.REFUSED);
            Order open = order(tx, BOB, 0, State.RESERVED);
            return new Order[] {last, refused, open};
        });
        new Retelling(CHAIN, term, (event, about, detail) -> {}).run(7);

        List<MemoryPayoutStore.Published<?>> all = store.drain();
        assertThat(told(SchemeChanged.class, all))
                .extracting(SchemeChanged::schemeName)
                .containsExactly("blocks");
        assertThat(told(ScheduleChanged.class, all))
                .extracting(ScheduleChanged::account)
                .containsExactly(ALICE);
        assertThat(told(PayoutChanged.class, all))
                .containsExactlyInAnyOrder(orders[0].told(CHAIN), orders[2].told(CHAIN));
        assertThat(told(PayoutSettled.class, all))
                .containsExactly(new PayoutSettled(orders[0].id(), CHAIN, ALICE, true, Sats.of(501), TXID, 7));
    }
}

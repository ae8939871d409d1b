package thunderpool.payout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.OutPoint;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Sha256d;
import thunderpool.bitcoin.Transaction;
import thunderpool.bitcoin.TxInput;
import thunderpool.bitcoin.TxOutput;
import thunderpool.bitcoin.Witness;
import thunderpool.payout.order.Attempt;
import thunderpool.payout.order.Coin;
import thunderpool.payout.order.Family;
import thunderpool.payout.order.Order;
import thunderpool.payout.port.PayoutStore;
import thunderpool.payout.port.PayoutStore.FencedException;
import thunderpool.payout.port.ScheduleBook.Approval;
import thunderpool.payout.port.ScheduleBook.Hold;
import thunderpool.payout.schedule.Balance;
import thunderpool.payout.schedule.Candidate;
import thunderpool.payout.schedule.Schedule;
import thunderpool.payout.store.PgFigures;
import thunderpool.payout.store.PgPayoutStore;
import thunderpool.topics.PayoutChanged.State;

/** The database itself refuses what must never be, whatever the code above it thinks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PgPayoutStoreIT {

    private static final Script CHANGE = Script.p2wpkh(new byte[20]);

    private final PgFixture fixture = new PgFixture();
    private PayoutStore store;
    private int accounts;

    @BeforeAll
    void open() {
        store = new PgPayoutStore(fixture.tables(), fixture.takeLease());
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @BeforeEach
    void lead() {
        store = new PgPayoutStore(fixture.tables(), fixture.takeLease());
    }

    @Test
    void anEarlierTermChangesNothing() {
        PayoutStore earlier = store;
        Script account = account();
        PayoutStore later = new PgPayoutStore(fixture.tables(), fixture.takeLease());
        assertThatThrownBy(() -> earlier.transact(tx -> {
                    tx.schedules().save(Schedule.first(account, "blocks", Sats.of(10_000), 1, 1));
                    return true;
                }))
                .isInstanceOf(FencedException.class);
        assertThat(later.<Optional<Schedule>>transact(tx -> tx.schedules().find(account)))
                .isEmpty();
    }

    @Test
    void whatThrowsLeavesNothingBehind() {
        Script account = account();
        assertThatThrownBy(() -> store.transact(tx -> {
                    tx.schedules().save(Schedule.first(account, "blocks", Sats.of(10_000), 1, 1));
                    tx.orders().insert(Order.requested("bitcoin-regtest", account, 0, Sats.of(1), 1));
                    throw new IllegalArgumentException("stop");
                }))
                .hasMessage("stop");
        assertThat(store.<Optional<Schedule>>transact(tx -> tx.schedules().find(account)))
                .isEmpty();
        assertThat(store.<Optional<Order>>transact(tx -> tx.orders().newest(account)))
                .isEmpty();
    }

    @Test
    void refusesASecondOpenOrderOfAnAccount() {
        Order open = reserved();
        Order second = Order.requested("bitcoin-regtest", open.account(), 1, Sats.of(1), 1);
        assertThatThrownBy(() -> insert(second)).hasMessageContaining("one_open_order_an_account");
    }

    @Test
    void refusesASecondOrderOfOneSequence() {
        Order open = reserved();
        run(tx -> tx.orders().update(open.moved(State.RETURNED, Hash256.ZERO, 0, 1)));
        Order again = Order.requested("bitcoin-regtest", open.account(), 0, Sats.of(1), 1);
        assertThatThrownBy(() -> insert(again)).hasMessageContaining("payout_orders");
    }

    @Test
    void refusesAChangeOfAnOutdatedOrder() {
        Order order = reserved();
        Order moved = order.moved(State.RETURNED, Hash256.ZERO, 0, 1);
        run(tx -> tx.orders().update(moved));
        assertThatThrownBy(() -> run(tx -> tx.orders().update(moved))).hasMessageContaining("was changed meanwhile");
    }

    @Test
    void refusesAnInputThatAnotherFamilyOwns() {
        OutPoint input = input(1);
        insert(family(input, List.of(reserved().id())));
        assertThatThrownBy(() -> insert(family(input, List.of(reserved().id()))))
                .hasMessageContaining("an_input_has_one_family");
    }

    @Test
    void refusesToBindAnOrderToASecondFamily() {
        Order order = reserved();
        insert(family(input(2), List.of(order.id())));
        assertThatThrownBy(() -> insert(family(input(3), List.of(order.id()))))
                .hasMessageContaining("payout_order_family_pkey");
    }

    @Test
    void refusesAnAttemptThatPaysAnotherFamilysOrder() {
        Order stranger = reserved();
        insert(family(input(4), List.of(stranger.id())));
        Family family = family(input(5), List.of(reserved().id()));
        insert(family);
        Attempt wrong = attempt(input(5), 1, List.of(stranger.id()), 900);
        assertThatThrownBy(() -> run(tx -> tx.families().addAttempt(family.id(), wrong)))
                .hasMessageContaining("foreign key");
    }

    @Test
    void refusesASecondAttemptOfOneNumber() {
        Order order = reserved();
        Family family = family(input(6), List.of(order.id()));
        insert(family);
        Attempt twin = attempt(input(6), 0, List.of(order.id()), 901);
        assertThatThrownBy(() -> run(tx -> tx.families().addAttempt(family.id(), twin)))
                .hasMessageContaining("one_attempt_a_number");
    }

    @Test
    void givesBackFamiliesAsTheyWereStored() {
        Order one = reserved();
        Order two = reserved();
        Family family = family(input(7), List.of(one.id(), two.id()));
        insert(family);
        Attempt replacement = attempt(input(7), 1, List.of(one.id()), 902);
        run(tx -> tx.families().addAttempt(family.id(), replacement));
        Family expected = new Family(
                family.id(), Family.State.OPEN, family.inputs(), CHANGE, List.of(family.newest(), replacement));
        assertThat(store.<Optional<Family>>transact(tx -> tx.families().find(family.id())))
                .contains(expected);
        assertThat(store.<List<Family>>transact(tx -> tx.families().open())).contains(expected);
        run(tx -> tx.families().bury(family.id()));
        assertThat(store.<List<Family>>transact(tx -> tx.families().open())).doesNotContain(expected);
        insert(family(input(7), List.of(reserved().id())));
    }

    @Test
    void remembersTheLeaseThatStoredTheBytes() {
        Family family = family(input(8), List.of(reserved().id()));
        insert(family);
        Long token = fixture.jdbc().queryForObject("select token from leases where name = 'payout'", Long.class);
        assertThat(fixture.jdbc()
                        .queryForObject(
                                "select lease_token from payout_attempts where txid = ?",
                                Long.class,
                                family.id().displayHex()))
                .isEqualTo(token);
    }

    @Test
    void findsCandidatesWithoutOpenOrdersAboveTheirMinimum() {
        Script rich = account();
        Script poor = account();
        Script held = account();
        Order busy = reserved();
        for (Script account : List.of(rich, poor, held, busy.account())) {
            run(tx -> {
                Schedule schedule = Schedule.first(account, "blocks", Sats.of(10_000), 5, 6);
                tx.schedules().save(account.equals(held) ? schedule.withHeld(true) : schedule);
                tx.schedules().save(new Balance(account, 1, Sats.of(account.equals(poor) ? 9_999 : 10_000), Sats.ZERO));
            });
        }
        List<Candidate> candidates = store.transact(tx -> tx.schedules().candidates());
        assertThat(candidates).singleElement().satisfies(candidate -> {
            assertThat(candidate.schedule().account()).isEqualTo(rich);
            assertThat(candidate.nextSequence()).isZero();
            assertThat(candidate.refusedAtMs()).isZero();
        });
        run(tx -> tx.orders().update(busy.moved(State.RETURNED, Hash256.ZERO, 0, 9)));
        assertThat(store.<List<Candidate>>transact(tx -> tx.schedules().candidates()))
                .extracting(Candidate::nextSequence)
                .containsExactlyInAnyOrder(0L, 1L);
    }

    @Test
    void countsWhatOperatorsHoldUp() {
        PgFigures.Word before = fixture.figures().read().word();
        assertThat(before.allHeld()).isFalse();
        Order held = reserved();
        Order waiting = reserved();
        reserved();
        run(tx -> {
            tx.schedules()
                    .save(Schedule.first(held.account(), "blocks", Sats.of(10_000), 5, 6)
                            .withHeld(true));
            tx.orders().update(waiting.moved(State.AWAITING_APPROVAL, Hash256.ZERO, 0, 12_345));
            tx.schedules().save(new Approval(3, Optional.of(Sats.of(20_000))));
        });

        PgFigures.Word word = fixture.figures().read().word();
        assertThat(word.heldOrders()).isEqualTo(before.heldOrders() + 1);
        assertThat(word.heldAccounts()).isEqualTo(before.heldAccounts() + 1);
        assertThat(word.waitingSats()).isEqualTo(20_000);
        assertThat(word.oldestWaitingMs()).isEqualTo(12_345);
        assertThat(word.approval()).isEqualTo(new Approval(3, Optional.of(Sats.of(20_000))));

        run(tx -> tx.schedules().save(new Hold(1, true)));
        assertThat(fixture.figures().read().word().allHeld()).isTrue();
        assertThat(fixture.figures().read().word().heldOrders()).isGreaterThanOrEqualTo(before.heldOrders() + 3);
        run(tx -> {
            tx.schedules().save(new Hold(2, false));
            tx.schedules().save(new Approval(4, Optional.empty()));
            tx.orders()
                    .update(waiting.moved(State.AWAITING_APPROVAL, Hash256.ZERO, 0, 12_345)
                            .approvedAt(5));
        });
        assertThat(store.<Order>transact(tx -> tx.orders().find(waiting.id()).orElseThrow())
                        .approved())
                .isTrue();
    }

    private Script account() {
        byte[] hash = new byte[20];
        hash[0] = (byte) ++accounts;
        hash[1] = 77;
        return Script.p2wpkh(hash);
    }

    private Order reserved() {
        Script account = account();
        Order requested = Order.requested("bitcoin-regtest", account, 0, Sats.of(1), 1);
        insert(requested);
        Order reserved = requested.reserved(Sats.of(20_000), account, 3, 2);
        run(tx -> tx.orders().update(reserved));
        return reserved;
    }

    private static OutPoint input(int number) {
        return new OutPoint(Sha256d.of(new byte[] {(byte) number}), number);
    }

    private static Family family(OutPoint input, List<Hash256> orders) {
        Attempt attempt = attempt(input, 0, orders, orders.hashCode() & 0xffff);
        Coin coin = new Coin(input, Sats.of(100_000), CHANGE, 1);
        return new Family(attempt.txid(), Family.State.OPEN, List.of(coin), CHANGE, List.of(attempt));
    }

    private static Attempt attempt(OutPoint input, int number, List<Hash256> orders, int salt) {
        Transaction signed = new Transaction(
                2,
                List.of(new TxInput(input, Script.EMPTY, -3, Witness.of(new byte[71], new byte[33]))),
                List.of(new TxOutput(Sats.of(20_000 + salt), CHANGE)),
                0);
        return new Attempt(signed.txid(), number, signed, orders, 1, 1, 1, false);
    }

    private void insert(Order order) {
        run(tx -> tx.orders().insert(order));
    }

    private void insert(Family family) {
        run(tx -> tx.families().insert(family));
    }

    private void run(java.util.function.Consumer<thunderpool.payout.port.PayoutTx> work) {
        store.transact(tx -> {
            work.accept(tx);
            return true;
        });
    }
}

package thunderpool.payout.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Sha256d;
import thunderpool.payout.memory.MemoryPayoutStore;
import thunderpool.payout.memory.MemoryPayoutStore.Published;
import thunderpool.payout.order.Order;
import thunderpool.payout.port.ScheduleBook.Approval;
import thunderpool.payout.schedule.Scheme;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.BalanceChanged;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.CommandAnswered.CommandApplied;
import thunderpool.topics.CommandAnswered.CommandRefused;
import thunderpool.topics.PayoutAnswered.PayoutReserved;
import thunderpool.topics.PayoutChanged;
import thunderpool.topics.PayoutChanged.State;
import thunderpool.topics.PayoutSettled;
import thunderpool.topics.Principal;

/** Large payments and the operator's word about them. */
final class ApprovalsTest {

    private static final Script ALICE =
            Script.p2wpkh(new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9});

    private final MemoryPayoutStore store = new MemoryPayoutStore();
    private final SplittableRandom random = new SplittableRandom(1);
    private final FakeChain chain = new FakeChain(random, new Faults(random, 0, 0));
    private final List<Object> published = new ArrayList<>();
    private Payouts payouts = started(Optional.of(Sats.of(100_000)));
    private long nowMs = 1_790_000_000_000L;
    private int ids;

    private Payouts started(Optional<Sats> configured) {
        Payouts fresh = new Payouts(SagaWorld.RULES, store.term(), chain, (event, about, detail) -> {});
        fresh.start(List.of(new Scheme("blocks", 0, 1, 0, "every block")), configured);
        return fresh;
    }

    @BeforeEach
    void mine() {
        for (int i = 0; i < 20; i++) {
            chain.mine(Sats.of(5_000_000), 1);
        }
    }

    /** An order of Alice's that accounting has reserved so much for. */
    private Order reserved(long satoshi) {
        payouts.tick(nowMs);
        payouts.onBalanceChanged(
                new BalanceChanged(
                        "bitcoin-regtest", ALICE, nowMs, Sats.ZERO, Sats.of(satoshi), Sats.ZERO, Sats.ZERO, "blocks"),
                nowMs);
        chain.mine(Sats.of(5_000_000), 1);
        later();
        Hash256 id = newest().id();
        payouts.onAnswered(new PayoutReserved(id, "bitcoin-regtest", Sats.of(satoshi), ALICE), nowMs);
        return newest();
    }

    private void later() {
        nowMs += 20_000;
        payouts.tick(nowMs);
    }

    private Order newest() {
        return store.<Order>peek(tx -> tx.orders().newest(ALICE).orElseThrow());
    }

    @Test
    void anOrderBelowTheThresholdGoesByItself() {
        assertThat(reserved(99_999).state()).isEqualTo(State.RESERVED);
        later();
        assertThat(newest().state()).isEqualTo(State.BROADCAST);
    }

    @Test
    void anOrderAtTheThresholdWaitsUntilItIsApproved() {
        Order waiting = reserved(100_000);
        assertThat(waiting.state()).isEqualTo(State.AWAITING_APPROVAL);
        later();
        assertThat(newest().state()).isEqualTo(State.AWAITING_APPROVAL);
        assertThat(told(PayoutChanged.class))
                .extracting(PayoutChanged::state)
                .containsExactly(State.REQUESTED, State.RESERVED, State.AWAITING_APPROVAL);

        assertRefused(send("approve-payout", 1, order(waiting)), "its version is 3");
        assertThat(send("approve-payout", 3, order(waiting))).isEqualTo(new CommandApplied(lastId(), 4));
        assertThat(newest().state()).isEqualTo(State.RESERVED);
        later();
        assertThat(newest().state()).isEqualTo(State.BROADCAST);
        assertRefused(send("refuse-payout", -1, order(waiting)), "does not wait for approval, it is BROADCAST");
    }

    @Test
    void aRefusedOrderGivesItsReserveBackOnce() {
        Order waiting = reserved(100_000);
        Map<String, String> asBytes =
                Map.of("order", HexFormat.of().formatHex(waiting.id().wire()));
        assertThat(send("refuse-payout", 3, asBytes)).isInstanceOf(CommandApplied.class);
        assertThat(newest().state()).isEqualTo(State.RETURNED);
        assertThat(told(PayoutSettled.class)).singleElement().satisfies(settled -> {
            assertThat(settled.orderId()).isEqualTo(waiting.id());
            assertThat(settled.paid()).isFalse();
            assertThat(settled.amount()).isEqualTo(Sats.of(100_000));
        });
        assertRefused(send("refuse-payout", -1, order(waiting)), "it is RETURNED");
        assertThat(told(PayoutSettled.class)).hasSize(1);
    }

    @Test
    void anApprovedOrderOfAHeldAccountIsStillNotSigned() {
        Order waiting = reserved(100_000);
        send("hold-payouts", -1, Map.of("account", ALICE.hex()));
        send("approve-payout", -1, order(waiting));
        later();
        assertThat(newest().state()).isEqualTo(State.RESERVED);
        send("release-payouts", -1, Map.of("account", ALICE.hex()));
        send("hold-payouts", -1, Map.of("all", "true"));
        later();
        assertThat(newest().state()).isEqualTo(State.RESERVED);
        send("release-payouts", -1, Map.of("all", "true"));
        later();
        assertThat(newest().state()).isEqualTo(State.BROADCAST);
    }

    @Test
    void aLowerThresholdStopsWhatIsNotSignedYetButNotWhatWasApproved() {
        send("set-approval", 0, Map.of("above_sats", "200000"));
        assertThat(reserved(150_000).state()).isEqualTo(State.RESERVED);
        send("set-approval", 1, Map.of("above_sats", "150000"));
        later();
        assertThat(newest().state()).isEqualTo(State.AWAITING_APPROVAL);

        send("approve-payout", -1, order(newest()));
        send("set-approval", 2, Map.of("above_sats", "1"));
        later();
        assertThat(newest().state()).isEqualTo(State.BROADCAST);
    }

    @Test
    void aCommandsThresholdOutlivesTheConfiguration() {
        assertThat(approval()).isEqualTo(new Approval(0, Optional.of(Sats.of(100_000))));
        payouts = started(Optional.of(Sats.of(70_000)));
        assertThat(approval()).as("as configured").isEqualTo(new Approval(0, Optional.of(Sats.of(70_000))));

        assertThat(send("set-approval", 0, Map.of("off", "true"))).isEqualTo(new CommandApplied(lastId(), 1));
        payouts = started(Optional.of(Sats.of(60_000)));
        assertThat(approval()).isEqualTo(new Approval(1, Optional.empty()));
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertRefused(send("set-approval", -1, Map.of()), "either above_sats or off");
        assertRefused(send("set-approval", -1, Map.of("off", "true", "above_sats", "5")), "either above_sats or off");
        assertRefused(send("set-approval", -1, Map.of("above_sats", "0")), "must be above 0");
        assertRefused(send("set-approval", -1, Map.of("above_sats", "-3")), "not -3");
        assertRefused(send("set-approval", -1, Map.of("above_sats", "much")), "whole number");
        assertRefused(send("set-approval", 7, Map.of("off", "true")), "its version is 0");
        assertRefused(send("approve-payout", -1, Map.of()), "the field order is missing");
        assertRefused(send("approve-payout", -1, Map.of("order", "12")), "64 hexadecimal digits");
        assertRefused(send("approve-payout", -1, Map.of("order", "00".repeat(32))), "there is no order");
    }

    private Approval approval() {
        return store.<Approval>peek(tx -> tx.schedules().approval());
    }

    private static Map<String, String> order(Order order) {
        return Map.of("order", order.id().displayHex());
    }

    private CommandAnswered send(String kind, long expected, Map<String, String> fields) {
        ids++;
        payouts.onCommand(
                new AdminCommand(lastId(), Principal.PAYOUT, kind, "olga", "why", expected, fields, nowMs), nowMs);
        return told(CommandAnswered.class).getLast();
    }

    private Hash256 lastId() {
        return Sha256d.of(new byte[] {(byte) ids});
    }

    private <T> List<T> told(Class<T> kind) {
        for (Published<?> record : store.drain()) {
            published.add(record.value());
        }
        return published.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static void assertRefused(CommandAnswered answer, String reason) {
        assertThat(answer).isInstanceOfSatisfying(CommandRefused.class, refused -> assertThat(refused.reason())
                .contains(reason));
    }
}

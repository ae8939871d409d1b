package thunderpool.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static thunderpool.accounting.Samples.ALICE;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import thunderpool.bitcoin.Sats;
import thunderpool.topics.BalanceChanged;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.PayoutAnswered;

/** Orders, holds and corrections, told to the core over memory and over PostgreSQL: both must say the same. */
final class PayoutStoriesTest {

    private static final PgAccounting POSTGRES = new PgAccounting();

    private final Samples log = new Samples();
    private final Story story = new Story(log);

    static Stream<TestPool> pools() {
        AccountingRules rules = Samples.rules(6);
        return Stream.of(TestPool.inMemory(rules), TestPool.inPostgres(POSTGRES, rules));
    }

    @AfterAll
    static void stop() {
        POSTGRES.close();
    }

    @ParameterizedTest
    @MethodSource("pools")
    void reservesTheWholePayableBalanceOnceAndSettlesItOnce(TestPool pool) {
        story.matureBlock(pool);
        pool.core().onPayoutRequested(List.of(log.request(ALICE.account(), 0, 1_000)));
        var reserved = pool.published(PayoutAnswered.class);
        assertThat(reserved).hasSize(1).first().isInstanceOfSatisfying(PayoutAnswered.PayoutReserved.class, answer -> {
            assertThat(answer.amount()).isEqualTo(Sats.of(77_343_750));
            assertThat(answer.script()).isEqualTo(ALICE.account());
        });
        assertThat(pool.balance().apply(ALICE.account())).isEqualTo(Story.balance(0, 0, 77_343_750, 0, 3));

        pool.core().onPayoutRequested(List.of(log.request(ALICE.account(), 0, 1_000)));
        assertThat(pool.published(PayoutAnswered.class)).isEqualTo(reserved);

        pool.core().onPayoutSettled(List.of(log.settle(ALICE.account(), 0, true, 77_343_750)));
        pool.core().onPayoutSettled(List.of(log.settle(ALICE.account(), 0, true, 77_343_750)));
        assertThat(pool.balance().apply(ALICE.account())).isEqualTo(Story.balance(0, 0, 0, 77_343_750, 4));

        pool.core().onPayoutRequested(List.of(log.request(ALICE.account(), 0, 1_000)));
        assertThat(pool.published(PayoutAnswered.class))
                .as("what is paid is not reserved again for who has forgotten it")
                .isEmpty();
        assertThat(pool.audit().findings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pools")
    void reservesExactlyWhatIsToBeBooked(TestPool pool) {
        story.matureBlock(pool);
        pool.core()
                .onPayoutRequested(List.of(
                        log.exactly(ALICE.account(), 0, 77_343_751), log.exactly(ALICE.account(), 1, 40_000_000)));

        assertThat(pool.published(PayoutAnswered.class))
                .extracting(answer -> switch (answer) {
                    case PayoutAnswered.PayoutReserved reserved -> reserved.amount();
                    case PayoutAnswered.PayoutRefused refused -> refused.reason();
                })
                .containsExactly("77343750 sat payable, not the 77343751 to be booked", Sats.of(40_000_000));
        assertThat(pool.balance().apply(ALICE.account())).isEqualTo(Story.balance(0, 37_343_750, 40_000_000, 0, 3));
    }

    @ParameterizedTest
    @MethodSource("pools")
    void returnsAReserveThatCouldNotBePaid(TestPool pool) {
        story.matureBlock(pool);
        pool.core().onPayoutRequested(List.of(log.request(ALICE.account(), 0, 1_000)));
        pool.core().onPayoutSettled(List.of(log.settle(ALICE.account(), 0, false, 77_343_750)));

        assertThat(pool.balance().apply(ALICE.account())).isEqualTo(Story.balance(0, 77_343_750, 0, 0, 4));
        assertThat(pool.halted().get()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("pools")
    void alarmsOnASettlementThatContradictsTheReserve(TestPool pool) {
        story.matureBlock(pool);
        pool.core().onPayoutRequested(List.of(log.request(ALICE.account(), 0, 1_000)));
        pool.core().onPayoutSettled(List.of(log.settle(ALICE.account(), 0, true, 77_343_749)));

        assertThat(pool.halted().get()).isTrue();
        assertThat(pool.balance().apply(ALICE.account()).reserved()).isEqualTo(Sats.of(77_343_750));
    }

    @ParameterizedTest
    @MethodSource("pools")
    void alarmsWhenAReturnedOrderIsSaidToBePaid(TestPool pool) {
        story.matureBlock(pool);
        pool.core().onPayoutRequested(List.of(log.request(ALICE.account(), 0, 1_000)));
        pool.core().onPayoutSettled(List.of(log.settle(ALICE.account(), 0, false, 77_343_750)));
        pool.core().onPayoutSettled(List.of(log.settle(ALICE.account(), 0, true, 77_343_750)));

        assertThat(pool.halted().get()).isTrue();
        assertThat(pool.balance().apply(ALICE.account()).payable()).isEqualTo(Sats.of(77_343_750));
    }

    @ParameterizedTest
    @MethodSource("pools")
    void refusesOrdersThatMayNotBe(TestPool pool) {
        story.matureBlock(pool);
        pool.core()
                .onPayoutRequested(List.of(
                        log.request(ALICE.account(), 0, 77_343_751),
                        log.request(Samples.script(77), 0, 1),
                        log.request(ALICE.account(), 1, 77_343_750),
                        log.request(ALICE.account(), 2, 1)));

        assertThat(pool.published(PayoutAnswered.class))
                .extracting(answer -> switch (answer) {
                    case PayoutAnswered.PayoutReserved reserved -> "reserved";
                    case PayoutAnswered.PayoutRefused refused -> refused.reason();
                })
                .containsExactly(
                        "77343750 sat payable, less than the minimum of 77343751",
                        "unknown account",
                        "reserved",
                        "an earlier order of this account is open");
    }

    @ParameterizedTest
    @MethodSource("pools")
    void holdsAnAccountUntilItIsReleased(TestPool pool) {
        story.matureBlock(pool);
        Map<String, String> alice = Map.of("account", ALICE.account().hex());
        pool.core().onAdminCommand(List.of(log.command(1, "hold-account", 0, alice)));
        pool.core().onPayoutRequested(List.of(log.request(ALICE.account(), 0, 1)));
        List<Object> told = List.copyOf(pool.drain().get());
        assertThat(told)
                .as("people see it with the balance as it stands")
                .filteredOn(BalanceChanged.class::isInstance)
                .singleElement()
                .extracting("version", "payable", "held")
                .containsExactly(
                        pool.balance().apply(ALICE.account()).version(),
                        pool.balance().apply(ALICE.account()).payable(),
                        true);
        assertThat(told)
                .contains(
                        new CommandAnswered.CommandApplied(Samples.hash(1), 1),
                        new PayoutAnswered.PayoutRefused(
                                log.request(ALICE.account(), 0, 1).value().orderId(),
                                Samples.CHAIN,
                                "payouts of this account are held"));

        Samples later = log;
        pool.core().onAdminCommand(List.of(later.command(2, "release-account", 0, alice)));
        assertThat(pool.published(CommandAnswered.class))
                .containsExactly(
                        new CommandAnswered.CommandRefused(Samples.hash(2), "version 0 was expected, but it is 1"));
        pool.core().onAdminCommand(List.of(later.command(3, "release-account", 1, alice)));
        pool.core().onPayoutRequested(List.of(log.request(ALICE.account(), 1, 1)));
        assertThat(pool.published(PayoutAnswered.class)).first().isInstanceOf(PayoutAnswered.PayoutReserved.class);
    }

    @ParameterizedTest
    @MethodSource("pools")
    void correctsABalanceOnceAndNeverBeyondWhatIsThere(TestPool pool) {
        story.matureBlock(pool);
        Map<String, String> gift = Map.of("account", ALICE.account().hex(), "amount", "125000");
        Map<String, String> tooMuch = Map.of("account", ALICE.account().hex(), "amount", "3000001");
        Map<String, String> back = Map.of("account", ALICE.account().hex(), "amount", "-77468750");
        pool.core()
                .onAdminCommand(List.of(
                        log.command(1, "correct-balance", 2, gift),
                        log.command(1, "correct-balance", 2, gift),
                        log.command(2, "correct-balance", -1, tooMuch),
                        log.command(3, "correct-balance", 2, gift),
                        log.command(4, "correct-balance", 3, back),
                        log.command(
                                5,
                                "correct-balance",
                                -1,
                                Map.of("account", ALICE.account().hex()))));

        assertThat(pool.published(CommandAnswered.class))
                .containsExactly(
                        new CommandAnswered.CommandApplied(Samples.hash(1), 3),
                        new CommandAnswered.CommandApplied(Samples.hash(1), 3),
                        new CommandAnswered.CommandRefused(Samples.hash(2), "only 3000000 sat are there to move"),
                        new CommandAnswered.CommandRefused(Samples.hash(3), "version 2 was expected, but it is 3"),
                        new CommandAnswered.CommandApplied(Samples.hash(4), 4),
                        new CommandAnswered.CommandRefused(
                                Samples.hash(5), "amount is not a number of satoshi other than 0"));
        assertThat(pool.balance().apply(ALICE.account()).payable()).isEqualTo(Sats.ZERO);
        assertThat(pool.audit().feePayable()).isEqualTo(3_125_000 + 77_343_750);
        assertThat(pool.audit().findings()).isEmpty();
    }
}

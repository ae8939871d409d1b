package thunderpool.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static thunderpool.accounting.Samples.ALICE;
import static thunderpool.accounting.Samples.CAROL;
import static thunderpool.topics.BlockChanged.State.FOUND;
import static thunderpool.work.RewardSystem.PPLNS;
import static thunderpool.work.RewardSystem.SOLO;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import thunderpool.accounting.reward.RewardRules;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.CommandAnswered.CommandApplied;
import thunderpool.topics.CommandAnswered.CommandRefused;
import thunderpool.topics.FeeChanged;
import thunderpool.work.Slice;

/**
 * Fees by command, told to the core over memory and over PostgreSQL. A block brings 312,500,001 sat; configured are 1 % of
 * PPLNS and 2 % of solo miners' blocks.
 */
final class FeeStoriesTest {

    private static final PgAccounting POSTGRES = new PgAccounting();
    private static final AccountingRules RULES = Samples.rules(6);

    /** In slice 100. */
    private static final long NOW_MS = Slice.startMs(100) + 4_000;

    private final Samples log = new Samples();
    private int commands;

    static Stream<TestPool> pools() {
        return Stream.of(TestPool.inMemory(RULES), TestPool.inPostgres(POSTGRES, RULES));
    }

    @AfterAll
    static void stop() {
        POSTGRES.close();
    }

    private CommandAnswered setFee(TestPool pool, long expectedVersion, Map<String, String> fields) {
        commands++;
        pool.core().onAdminCommand(List.of(log.command(commands, "set-fee", expectedVersion, fields, NOW_MS)));
        return pool.published(CommandAnswered.class).getLast();
    }

    private static Map<String, String> fee(String system, int basisPoints) {
        return Map.of("reward_system", system, "basis_points", "" + basisPoints);
    }

    private long feeOfBlockIn(TestPool pool, int number, long slice) {
        long before = pool.audit().feeImmature();
        Story.tell(pool, log.block(number, 1, FOUND, slice, ALICE));
        pool.core().onJudgements(log.seals(slice));
        pool.tick();
        return pool.audit().feeImmature() - before;
    }

    @ParameterizedTest
    @MethodSource("pools")
    void tellsTheConfiguredFeesOnceAsTheFirstVersion(TestPool pool) {
        assertThat(pool.published(FeeChanged.class))
                .containsExactlyInAnyOrder(
                        new FeeChanged(Samples.CHAIN, PPLNS, 0, 100, 0),
                        new FeeChanged(Samples.CHAIN, SOLO, 0, 200, 0));
        pool.core().start();
        assertThat(pool.published(FeeChanged.class)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pools")
    void aBlockPaysTheFeeInForceInItsSlice(TestPool pool) {
        pool.forgetPublished();
        commands++;
        pool.core().onAdminCommand(List.of(log.command(commands, "set-fee", 0, fee("PPLNS", 300), NOW_MS)));
        assertThat(pool.drain().get())
                .containsExactly(
                        new FeeChanged(Samples.CHAIN, PPLNS, 1, 300, 102),
                        new CommandApplied(Samples.hash(commands), 1));

        assertThat(feeOfBlockIn(pool, 1, 100)).isEqualTo(3_125_000);
        assertThat(feeOfBlockIn(pool, 2, 101)).as("as soon as can be").isEqualTo(3_125_000);
        assertThat(feeOfBlockIn(pool, 3, 102)).isEqualTo(9_375_000);
        Story.tell(pool, log.block(4, 1, FOUND, 103, CAROL));
        pool.core().onJudgements(log.seals(103));
        pool.tick();
        assertThat(pool.balance().apply(CAROL.account()).immature().value())
                .as("solo is another fee")
                .isEqualTo(306_250_001);
        assertThat(pool.audit().findings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pools")
    void aFeeHoldsFromTheSliceOfItsTimeAndANewerDecisionReplacesAPlannedOne(TestPool pool) {
        Map<String, String> planned =
                Map.of("reward_system", "PPLNS", "basis_points", "0", "from_ms", "" + (Slice.startMs(110) + 3));
        assertThat(setFee(pool, 0, planned)).isEqualTo(new CommandApplied(Samples.hash(1), 1));
        assertThat(feeOfBlockIn(pool, 1, 109)).isEqualTo(3_125_000);
        assertThat(feeOfBlockIn(pool, 2, 110)).isZero();

        Map<String, String> later =
                Map.of("reward_system", "PPLNS", "basis_points", "10000", "from_ms", "" + Slice.startMs(120));
        assertThat(setFee(pool, 1, later)).isInstanceOf(CommandApplied.class);
        assertThat(setFee(pool, 3, fee("PPLNS", 200))).isInstanceOf(CommandApplied.class);
        assertThat(feeOfBlockIn(pool, 3, 111)).isEqualTo(6_250_000);
        assertThat(feeOfBlockIn(pool, 4, 125)).as("the plan no longer comes").isEqualTo(6_250_000);
    }

    private static Map<String, String> planned(int basisPoints, long fromSlice) {
        return Map.of(
                "reward_system", "PPLNS", "basis_points", "" + basisPoints, "from_ms", "" + Slice.startMs(fromSlice));
    }

    @ParameterizedTest
    @MethodSource("pools")
    void aPostponedFeeIsNotChargedAtItsFormerTime(TestPool pool) {
        setFee(pool, 0, planned(200, 110));
        pool.forgetPublished();
        commands++;
        pool.core().onAdminCommand(List.of(log.command(commands, "set-fee", 1, planned(200, 120), NOW_MS)));
        assertThat(pool.drain().get())
                .containsExactly(
                        new FeeChanged(Samples.CHAIN, PPLNS, 2, 100, 102),
                        new FeeChanged(Samples.CHAIN, PPLNS, 3, 200, 120),
                        new CommandApplied(Samples.hash(commands), 3));

        assertThat(feeOfBlockIn(pool, 1, 102)).isEqualTo(3_125_000);
        assertThat(feeOfBlockIn(pool, 2, 110)).isEqualTo(3_125_000);
        assertThat(feeOfBlockIn(pool, 3, 119)).isEqualTo(3_125_000);
        assertThat(feeOfBlockIn(pool, 4, 120)).isEqualTo(6_250_000);
        assertThat(setFee(pool, 3, fee("PPLNS", 300))).isInstanceOf(CommandApplied.class);
    }

    @ParameterizedTest
    @MethodSource("pools")
    void aPlannedFeeThatIsCancelledIsNeverCharged(TestPool pool) {
        setFee(pool, 0, planned(200, 110));
        setFee(pool, 1, planned(300, 120));
        assertThat(setFee(pool, 3, fee("PPLNS", 100))).isEqualTo(new CommandApplied(Samples.hash(3), 4));

        assertThat(feeOfBlockIn(pool, 1, 105)).isEqualTo(3_125_000);
        assertThat(feeOfBlockIn(pool, 2, 115)).isEqualTo(3_125_000);
        assertThat(feeOfBlockIn(pool, 3, 125)).isEqualTo(3_125_000);
    }

    @ParameterizedTest
    @MethodSource("pools")
    void aPlannedFeeMayComeEarlierThanPlannedFirst(TestPool pool) {
        setFee(pool, 0, planned(200, 120));
        assertThat(setFee(pool, 1, planned(300, 110))).isEqualTo(new CommandApplied(Samples.hash(2), 2));

        assertThat(feeOfBlockIn(pool, 1, 109)).isEqualTo(3_125_000);
        assertThat(feeOfBlockIn(pool, 2, 110)).isEqualTo(9_375_000);
        assertThat(feeOfBlockIn(pool, 3, 120)).isEqualTo(9_375_000);
    }

    @ParameterizedTest
    @MethodSource("pools")
    void waitsWithTheSplitWhileACommandBeforeTheBlockIsUnread(TestPool pool) {
        Story.tell(pool, log.block(1, 1, FOUND, 105, ALICE));
        pool.core().onJudgements(log.seals(120));
        Accounting.Ticked ticked = pool.core().tick(1, Samples.COMMANDS_UNREAD);
        assertThat(ticked.blocksSplit()).isZero();
        assertThat(ticked.epochsClosed())
                .as("nor is its epoch closed without it")
                .isZero();

        setFee(pool, 0, fee("PPLNS", 300));
        pool.tick();
        assertThat(pool.audit().feeImmature()).isEqualTo(9_375_000);
    }

    @ParameterizedTest
    @MethodSource("pools")
    void refusesFeesThatMakeNoSense(TestPool pool) {
        assertRefused(setFee(pool, -1, fee("PROP", 1)), "reward_system must be one of [PPLNS, SOLO]");
        assertRefused(setFee(pool, -1, Map.of("basis_points", "1")), "reward_system must be one of");
        assertRefused(setFee(pool, -1, fee("SOLO", 10_001)), "basis_points must be 0 to 10000");
        assertRefused(setFee(pool, -1, fee("SOLO", -1)), "basis_points must be 0 to 10000");
        assertRefused(
                setFee(pool, -1, Map.of("reward_system", "SOLO", "basis_points", "1%")),
                "basis_points must be 0 to 10000");
        assertRefused(setFee(pool, 3, fee("SOLO", 1)), "version 3 was expected, but it is 0");
        for (long fromMs : new long[] {NOW_MS - 1, NOW_MS + 366L * 86_400_000 + 1, 0, -5, Long.MAX_VALUE}) {
            Map<String, String> wrong = Map.of("reward_system", "SOLO", "basis_points", "1", "from_ms", "" + fromMs);
            assertRefused(setFee(pool, -1, wrong), "from_ms must be a time from now on");
        }
        assertThat(pool.published(FeeChanged.class)).isEmpty();
    }

    @Test
    void anotherConfigurationChangesNothingAfterTheFirstStart() {
        TestPool pool = TestPool.inPostgres(POSTGRES, RULES);
        pool.forgetPublished();
        POSTGRES.core(new AccountingRules(Samples.CHAIN, 6, new RewardRules(5_000, 5_000, 2)));

        assertThat(pool.published(FeeChanged.class)).isEmpty();
        assertThat(feeOfBlockIn(pool, 1, 100)).isEqualTo(3_125_000);
    }

    private static void assertRefused(CommandAnswered answer, String reason) {
        assertThat(answer).isInstanceOfSatisfying(CommandRefused.class, refused -> assertThat(refused.reason())
                .contains(reason));
    }
}

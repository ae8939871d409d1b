package thunderpool.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static thunderpool.accounting.Samples.ALICE;
import static thunderpool.accounting.Samples.BOB;
import static thunderpool.accounting.Samples.CAROL;
import static thunderpool.accounting.Samples.share;
import static thunderpool.topics.BlockChanged.State.FOUND;
import static thunderpool.topics.BlockChanged.State.MATURED;
import static thunderpool.topics.BlockChanged.State.ORPHANED;
import static thunderpool.topics.BlockChanged.State.REJECTED;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import thunderpool.accounting.ledger.Balance;
import thunderpool.bitcoin.Sats;
import thunderpool.topics.BalanceChanged;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.EpochClosed;
import thunderpool.topics.Judgement;
import thunderpool.topics.PayoutAnswered;
import thunderpool.topics.Received;
import thunderpool.topics.StatementIssued;
import thunderpool.work.Rejection;
import thunderpool.work.RewardSystem;
import thunderpool.work.Slice;

/** What happens to money, told to the core over memory and over PostgreSQL: both must say the same to the satoshi. */
final class AccountingStoriesTest {

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
    void splitsAYoungPoolsBlockOverAllItsWork(TestPool pool) {
        story.workOneToThree(pool);
        pool.core().onBlockChanged(List.of(log.block(1, 1, FOUND, 100, ALICE)));
        assertThat(pool.tick().blocksSplit())
                .as("not before its slice is sealed")
                .isZero();
        pool.core().onJudgements(log.seals(100));

        assertThat(pool.tick().blocksSplit()).isEqualTo(1);

        // 312,500,001 sat: 1 % fee floored is 3,125,000; the rest, 309,375,001, is split 1 : 3
        assertThat(pool.balance().apply(ALICE.account())).isEqualTo(Story.balance(77_343_750, 0, 0, 0, 1));
        assertThat(pool.balance().apply(BOB.account())).isEqualTo(Story.balance(232_031_251, 0, 0, 0, 1));
        assertThat(pool.audit().feeImmature()).isEqualTo(3_125_000);
        assertThat(pool.published(BalanceChanged.class))
                .extracting(BalanceChanged::version, BalanceChanged::immature, BalanceChanged::schemeTag)
                .containsExactlyInAnyOrder(
                        tuple(1L, Sats.of(77_343_750), "blocks"), tuple(1L, Sats.of(232_031_251), "blocks"));
    }

    @ParameterizedTest
    @MethodSource("pools")
    void followsABlockThroughOrphaningAndBackToMaturity(TestPool pool) {
        story.splitBlock(pool);
        Story.tell(pool, log.block(1, 2, ORPHANED, 101, ALICE));
        assertThat(pool.balance().apply(ALICE.account())).isEqualTo(Story.balance(0, 0, 0, 0, 2));
        assertThat(pool.audit().chain()).isZero();

        Story.tell(pool, log.block(1, 3, FOUND, 102, ALICE));
        assertThat(pool.balance().apply(BOB.account())).isEqualTo(Story.balance(232_031_251, 0, 0, 0, 3));

        Story.tell(pool, log.block(1, 4, MATURED, 103, ALICE));
        assertThat(pool.balance().apply(ALICE.account())).isEqualTo(Story.balance(0, 77_343_750, 0, 0, 4));
        assertThat(pool.balance().apply(BOB.account())).isEqualTo(Story.balance(0, 232_031_251, 0, 0, 4));
        assertThat(pool.audit().feePayable()).isEqualTo(3_125_000);
        assertThat(pool.audit().chain()).isEqualTo(-312_500_001);
        assertThat(pool.audit().findings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pools")
    void catchesUpWithAStoryThatRanAheadOfTheShares(TestPool pool) {
        story.workOneToThree(pool);
        pool.core()
                .onBlockChanged(List.of(
                        log.block(1, 1, FOUND, 100, ALICE),
                        log.block(1, 2, ORPHANED, 101, ALICE),
                        log.block(1, 3, FOUND, 102, ALICE),
                        log.block(1, 4, MATURED, 103, ALICE)));
        pool.core().onJudgements(log.seals(100));
        pool.tick();

        assertThat(pool.balance().apply(ALICE.account()))
                .as("to the version too, as if each change had been followed by itself: readers ignore lower ones")
                .isEqualTo(Story.balance(0, 77_343_750, 0, 0, 4));
        assertThat(pool.audit().findings()).isEmpty();
        assertThat(pool.audit().imbalance()).isZero();
    }

    @ParameterizedTest
    @MethodSource("pools")
    void ignoresAnOlderVersionOfABlocksStory(TestPool pool) {
        story.splitBlock(pool);
        Story.tell(pool, log.block(1, 5, MATURED, 103, ALICE));
        Story.tell(pool, log.block(1, 2, ORPHANED, 101, ALICE));
        Story.tell(pool, log.block(1, 5, ORPHANED, 104, ALICE));

        assertThat(pool.balance().apply(ALICE.account()).payable()).isEqualTo(Sats.of(77_343_750));
        assertThat(pool.halted().get()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("pools")
    void stopsPayoutsWhenAMaturedBlockIsLost(TestPool pool) {
        story.splitBlock(pool);
        Story.tell(pool, log.block(1, 2, MATURED, 101, ALICE));
        Story.tell(pool, log.block(1, 3, ORPHANED, 102, ALICE));
        assertThat(pool.halted().get()).isTrue();
        pool.forgetPublished();

        pool.core().onPayoutRequested(List.of(log.request(ALICE.account(), 0, 1)));
        assertThat(pool.published(PayoutAnswered.class)).first().isInstanceOf(PayoutAnswered.PayoutRefused.class);

        pool.core().onAdminCommand(List.of(log.command(1, "resume-payouts", -1, Map.of())));
        pool.core().onPayoutRequested(List.of(log.request(ALICE.account(), 1, 1)));
        assertThat(pool.published(PayoutAnswered.class)).first().isInstanceOf(PayoutAnswered.PayoutReserved.class);
    }

    @ParameterizedTest
    @MethodSource("pools")
    void paysNothingForWhatNoNodeAccepted(TestPool pool) {
        story.workOneToThree(pool);
        Story.tell(pool, log.block(1, 1, REJECTED, 100, ALICE));
        pool.core().onJudgements(log.seals(105));
        pool.tick();

        assertThat(pool.balance().apply(ALICE.account())).isEqualTo(Balance.NONE);
        assertThat(pool.published(EpochClosed.class)).first().satisfies(epoch -> assertThat(epoch.rewards())
                .isEqualTo(Sats.ZERO));
    }

    @ParameterizedTest
    @MethodSource("pools")
    void givesASoloBlockToItsFinderAlone(TestPool pool) {
        pool.core().onJudgements(List.of(log.shares(0, share(CAROL, 99, 0), share(BOB, 99, 10))));
        Story.tell(pool, log.block(1, 1, FOUND, 100, CAROL));
        pool.core().onJudgements(log.seals(100));
        pool.tick();

        // solo fee 2 % of 312,500,001 floored
        assertThat(pool.balance().apply(CAROL.account()).immature()).isEqualTo(Sats.of(306_250_001));
        assertThat(pool.balance().apply(BOB.account())).isEqualTo(Balance.NONE);
    }

    @ParameterizedTest
    @MethodSource("pools")
    void givesTheFinderABlockThatNoCreditedWorkStandsBehind(TestPool pool) {
        Story.tell(pool, log.block(1, 1, FOUND, 100, ALICE));
        pool.core().onJudgements(log.seals(100));
        pool.tick();

        assertThat(pool.balance().apply(ALICE.account()).immature()).isEqualTo(Sats.of(309_375_001));
    }

    @ParameterizedTest
    @MethodSource("pools")
    void forgetsOnlyWhatNoRewardCanLookBackTo(TestPool pool) {
        // Eight windows of twice difficulty 86,388,558,925,171 are 2,514 shares of difficulty 2^39.
        for (long slice = 100; slice < 104; slice++) {
            Judgement.Share[] shares = new Judgement.Share[1_000];
            Arrays.fill(shares, share(ALICE, slice, 39));
            pool.core().onJudgements(List.of(log.shares(0, shares)));
        }
        pool.core().onJudgements(log.seals(120));
        long all = Slice.startMs(1_000);
        assertThat(pool.core().forget(all)).as("no block, no window").isFalse();

        Story.tell(pool, log.block(1, 1, FOUND, 110, ALICE));
        assertThat(pool.core().forget(all)).as("no epoch is closed").isFalse();
        pool.tick();
        assertThat(pool.core().forget(Slice.startMs(100)))
                .as("still to be kept")
                .isFalse();

        assertThat(pool.core().forget(all)).isTrue();
        assertThat(pool.core().forget(all)).isFalse();
        assertThat(pool.firstSlice().get()).hasValue(101);
    }

    @ParameterizedTest
    @MethodSource("pools")
    void creditsARepeatedDeliveryOnce(TestPool pool) {
        List<Received<Judgement>> batch = List.of(log.shares(0, share(ALICE, 100, 0), share(ALICE, 100, 0)));
        List<Received<Judgement>> more = List.of(log.shares(0, share(ALICE, 100, 0)));
        pool.core().onJudgements(batch);
        assertThatThrownBy(() -> pool.core().onJudgements(batch)).isInstanceOf(RuntimeException.class);
        pool.core().onJudgements(more);
        assertThatThrownBy(() -> pool.core().onJudgements(List.of(batch.getFirst(), more.getFirst())))
                .isInstanceOf(RuntimeException.class);
        pool.core().onJudgements(log.seals(200));
        pool.tick();

        assertThat(pool.published(StatementIssued.class))
                .singleElement()
                .satisfies(statement -> assertThat(statement.shares()).isEqualTo(3));
    }

    @ParameterizedTest
    @MethodSource("pools")
    void creditsNoRejectedShareAndNoneOfAnotherChain(TestPool pool) {
        var foreign = new Judgement.ShareJudged("litecoin-main", 1, List.of(share(BOB, 100, 0)));
        pool.core()
                .onJudgements(List.of(
                        log.shares(0, share(ALICE, 100, 0), share(ALICE, 100, 0, Rejection.DUPLICATE)),
                        new Received<>(Judgement.TOPIC, 1, 0, 1_000_000, foreign)));
        pool.core().onJudgements(List.of(log.seal(0, 200), log.seal(2, 200), log.seal(3, 200)));
        Samples behindForeign = new Samples();
        behindForeign.seal(1, 1);
        pool.core().onJudgements(List.of(behindForeign.seal(1, 200)));
        pool.tick();

        assertThat(pool.published(StatementIssued.class)).singleElement().satisfies(statement -> {
            assertThat(statement.account()).isEqualTo(ALICE.account());
            assertThat(statement.shares()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @MethodSource("pools")
    void alarmsWhenABlockChangesWhatItsHashCommitsTo(TestPool pool) {
        story.splitBlock(pool);
        BlockChanged other = log.block(1, 2, MATURED, 101, ALICE).value();
        BlockChanged changed = new BlockChanged(
                other.chain(), other.blockId(), 2, MATURED, other.height(), Sats.of(1), other.nbits(), ALICE, 100, 0);
        pool.core().onBlockChanged(List.of(new Received<>(BlockChanged.TOPIC, 0, 50, 1_020_000, changed)));

        assertThat(pool.halted().get()).isTrue();
        assertThat(pool.balance().apply(ALICE.account()).immature()).isEqualTo(Sats.of(77_343_750));
    }

    @ParameterizedTest
    @MethodSource("pools")
    void givesStatementsOfBothRewardSystemsToOneAccount(TestPool pool) {
        var solo = Samples.miner(1, "rig", RewardSystem.SOLO);
        pool.core().onJudgements(List.of(log.shares(0, share(ALICE, 100, 0), share(solo, 100, 3))));
        pool.core().onJudgements(log.seals(200));
        pool.tick();

        assertThat(pool.published(StatementIssued.class))
                .extracting(StatementIssued::rewardSystem)
                .containsExactly(RewardSystem.PPLNS, RewardSystem.SOLO);
    }
}

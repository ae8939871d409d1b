package thunderpool.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static thunderpool.accounting.Samples.ALICE;
import static thunderpool.accounting.Samples.BOB;
import static thunderpool.accounting.Samples.share;
import static thunderpool.topics.BlockChanged.State.FOUND;
import static thunderpool.topics.BlockChanged.State.MATURED;
import static thunderpool.topics.BlockChanged.State.ORPHANED;
import static thunderpool.topics.BlockChanged.State.REJECTED;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import thunderpool.bitcoin.Sats;
import thunderpool.topics.EpochClosed;
import thunderpool.topics.StatementIssued;

/**
 * When epochs close and which of them states a block, told to the core over memory and over PostgreSQL. Epochs are six
 * slices: 16 is 96 to 101, 17 is 102 to 107.
 */
final class EpochStoriesTest {

    private static final PgAccounting POSTGRES = new PgAccounting();
    private static final Sats REWARD = Sats.of(312_500_001);

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
    void closesAnEpochOnceEveryPartitionSealedTheSliceBehindIt(TestPool pool) {
        story.workOneToThree(pool);
        Story.tell(pool, log.block(1, 1, FOUND, 100, ALICE));
        pool.core().onJudgements(log.seals(101));
        pool.core().onJudgements(List.of(log.seal(0, 102), log.seal(1, 102), log.seal(2, 102)));
        assertThat(pool.tick().epochsClosed()).isZero();
        pool.core().onJudgements(List.of(log.seal(3, 102)));
        assertThat(pool.core().tick(1, Samples.BLOCKS_UNREAD).epochsClosed())
                .as("not while a block may be unread")
                .isZero();
        assertThat(pool.tick().epochsClosed()).isEqualTo(1);
        assertThat(pool.tick().epochsClosed()).isZero();

        List<Object> published = pool.drain().get();
        assertThat(published.stream().filter(EpochClosed.class::isInstance).map(EpochClosed.class::cast))
                .singleElement()
                .satisfies(epoch -> {
                    assertThat(epoch.epoch()).isEqualTo(16);
                    assertThat(epoch.firstSlice()).isEqualTo(96);
                    assertThat(epoch.lastSlice()).isEqualTo(101);
                    assertThat(epoch.shares()).isEqualTo(4);
                    assertThat(epoch.statements()).isEqualTo(2);
                    assertThat(epoch.rewards()).isEqualTo(REWARD);
                });
        assertThat(published.stream().filter(StatementIssued.class::isInstance).map(StatementIssued.class::cast))
                .extracting(StatementIssued::account, StatementIssued::shares, StatementIssued::reward)
                .containsExactly(
                        tuple(ALICE.account(), 1L, Sats.of(77_343_750)),
                        tuple(BOB.account(), 3L, Sats.of(232_031_251)));
    }

    @ParameterizedTest
    @MethodSource("pools")
    void statesABlockWhoseBrokersClockIsSecondsBehind(TestPool pool) {
        story.workOneToThree(pool);
        pool.core().onJudgements(log.seals(101));
        assertThat(pool.tick().epochsClosed()).isZero();
        // Every broker of shares is in slice 102 already; the one of blocks still writes 101.
        Story.tell(pool, log.block(1, 1, FOUND, 101, ALICE));
        pool.core().onJudgements(log.seals(102));
        pool.tick();

        assertThat(pool.published(EpochClosed.class))
                .extracting(EpochClosed::epoch, EpochClosed::rewards)
                .containsExactly(tuple(16L, REWARD));
    }

    @ParameterizedTest
    @MethodSource("pools")
    void statesABlockThatComesAfterItsEpochInTheFirstOpenOne(TestPool pool) {
        story.workOneToThree(pool);
        pool.core().onJudgements(log.seals(104));
        pool.tick();
        Story.tell(pool, log.block(1, 1, FOUND, 100, ALICE));
        pool.core().onJudgements(log.seals(108));
        pool.tick();
        pool.core().onJudgements(log.seals(200));
        pool.tick();

        assertThat(pool.published(EpochClosed.class))
                .extracting(EpochClosed::epoch, EpochClosed::rewards)
                .containsExactly(tuple(16L, Sats.ZERO), tuple(17L, REWARD));
    }

    @ParameterizedTest
    @MethodSource("pools")
    void statesABlockThatWasRejectedAtFirstInTheEpochThatFindsIt(TestPool pool) {
        story.workOneToThree(pool);
        Story.tell(pool, log.block(1, 1, REJECTED, 100, ALICE));
        pool.core().onJudgements(log.seals(102));
        pool.tick();
        Story.tell(pool, log.block(1, 2, FOUND, 110, ALICE));
        Story.tell(pool, log.block(1, 3, MATURED, 130, ALICE));
        pool.core().onJudgements(log.seals(200));
        pool.tick();

        assertThat(pool.published(EpochClosed.class))
                .extracting(EpochClosed::epoch, EpochClosed::rewards)
                .containsExactly(tuple(16L, Sats.ZERO), tuple(18L, REWARD));
        assertThat(pool.balance().apply(BOB.account()).payable())
                .as("split by the slice of its first record")
                .isEqualTo(Sats.of(232_031_251));
    }

    @ParameterizedTest
    @MethodSource("pools")
    void statesABlockThatLeftTheChainOnceItIsBack(TestPool pool) {
        story.workOneToThree(pool);
        Story.tell(pool, log.block(1, 1, FOUND, 100, ALICE));
        Story.tell(pool, log.block(1, 2, ORPHANED, 101, ALICE));
        pool.core().onJudgements(log.seals(102));
        pool.tick();
        Story.tell(pool, log.block(1, 3, FOUND, 125, ALICE));
        Story.tell(pool, log.block(1, 4, ORPHANED, 140, ALICE));
        Story.tell(pool, log.block(1, 5, FOUND, 150, ALICE));
        pool.core().onJudgements(log.seals(1_000));
        pool.tick();

        assertThat(pool.published(EpochClosed.class))
                .extracting(EpochClosed::epoch, EpochClosed::rewards)
                .as("once, whatever becomes of it later")
                .containsExactly(tuple(16L, Sats.ZERO), tuple(20L, REWARD));
    }

    @ParameterizedTest
    @MethodSource("pools")
    void aBlockThatIsGoneForGoodOpensNoMoreEpochs(TestPool pool) {
        story.workOneToThree(pool);
        Story.tell(pool, log.block(1, 1, FOUND, 100, ALICE));
        Story.tell(pool, log.block(1, 2, ORPHANED, 101, ALICE));
        pool.core().onJudgements(log.seals(100 + 20L * 365 * 8_640));

        assertThat(pool.tick().epochsClosed()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("pools")
    void catchesUpOverSilentYearsInOneTick(TestPool pool) {
        long later = 100 + 20L * 365 * 8_640;
        pool.core().onJudgements(List.of(log.shares(0, share(ALICE, 100, 0))));
        pool.core().onJudgements(List.of(log.shares(1, share(BOB, later, 0))));
        pool.core().onJudgements(log.seals(later + 7));

        assertThat(pool.tick().epochsClosed()).isEqualTo(2);
    }
}

package thunderpool.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static thunderpool.dashboard.view.PoolSample.ALICE;
import static thunderpool.dashboard.view.PoolSample.BOB;
import static thunderpool.dashboard.view.PoolSample.GENESIS;
import static thunderpool.dashboard.view.PoolSample.judged;
import static thunderpool.dashboard.view.PoolSample.lucky;
import static thunderpool.dashboard.view.PoolSample.miner;
import static thunderpool.dashboard.view.PoolSample.script;
import static thunderpool.dashboard.view.PoolSample.seen;
import static thunderpool.dashboard.view.PoolSample.share;
import static thunderpool.dashboard.view.PoolSample.solving;
import static thunderpool.dashboard.view.ReadStore.NOW;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Hash256;
import thunderpool.dashboard.view.PgHistory.Range;
import thunderpool.dashboard.view.Views.HistoryPoint;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.Judgement;
import thunderpool.topics.Received;
import thunderpool.topics.ServiceStatus;
import thunderpool.topics.WorkersSeen;
import thunderpool.work.Rejection;

class FiguresTest {

    private static final Hash256 SECOND = Hash256.ofDisplayHex("02".repeat(32));

    private final ReadStore store = new ReadStore();

    @AfterEach
    void drop() {
        store.close();
    }

    @Test
    void everyResolutionHoldsTheSameSharesAndEveryStepIsThere() {
        for (int minute = 0; minute < 180; minute += 10) {
            var at = NOW.minus(Duration.ofMinutes(minute));
            store.append(
                    Judgement.TOPIC,
                    judged(0, share(miner(ALICE, "rig"), 3, at, null), share(miner(ALICE, "shed"), 3, at, null)),
                    judged(1, share(miner(BOB, "attic"), 10, at, null)));
            store.feed(store.projector.shares());
        }
        assertThat(store.history.pool(Range.HOUR_1)).hasSize(60);
        assertThat(store.history.pool(Range.HOUR_24)).hasSize(1440);
        assertThat(store.history.pool(Range.DAY_7)).hasSize(1008);
        assertThat(store.history.pool(Range.DAY_30)).hasSize(720);
        assertThat(store.history.pool(Range.YEAR_1)).hasSize(8760);
        for (Range range : List.of(Range.HOUR_24, Range.DAY_7, Range.DAY_30, Range.YEAR_1)) {
            assertThat(accepted(store.history.pool(range))).as(range.text()).isEqualTo(54);
            assertThat(accepted(store.history.account(script(ALICE), range))).isEqualTo(36);
            assertThat(accepted(store.history.worker(script(BOB), "attic", range)))
                    .isEqualTo(18);
            assertThat(store.history.pool(range).getLast().workers()).isEqualTo(3);
            assertThat(store.history.account(script(ALICE), range).getLast().workers())
                    .isEqualTo(2);
        }
        List<HistoryPoint> minutes = store.history.pool(Range.HOUR_1);
        assertThat(minutes.getLast().at()).isEqualTo("2026-11-21T12:00:00Z");
        assertThat(minutes.getFirst().at()).isEqualTo("2026-11-21T11:01:00Z");
        assertThat(minutes.get(48).workHashes()).isEqualTo("0");
        assertThat(minutes.get(49).workHashes())
                .isEqualTo(String.valueOf(PoolSample.WORK_1024 + 2 * PoolSample.WORK_8));
    }

    @Test
    void runningStepIsDividedByThePartThatHasPassedAndOthersByTheWhole() {
        store.append(
                Judgement.TOPIC,
                judged(
                        0,
                        share(miner(ALICE, "rig"), 3, NOW, null),
                        share(miner(ALICE, "rig"), 3, NOW.minusSeconds(60), null)));
        store.feed(store.projector.shares());
        List<HistoryPoint> minutes = store.history.pool(Range.HOUR_1);
        assertThat(minutes.get(59).hashrateHps()).isCloseTo(PoolSample.WORK_8 / 30.0, within(1e-3));
        assertThat(minutes.get(58).hashrateHps()).isCloseTo(PoolSample.WORK_8 / 60.0, within(1e-3));
        assertThat(minutes.get(57).hashrateHps()).isZero();
    }

    @Test
    void roundsAreCutBehindTheSolvingShareAndConserveAllWork() {
        store.append(
                Judgement.TOPIC,
                judged(
                        0,
                        share(miner(ALICE, "rig"), 3, NOW, null),
                        solving(miner(ALICE, "rig"), 10, NOW, GENESIS),
                        share(miner(BOB, ""), 0, NOW, null)),
                judged(0, solving(miner(BOB, ""), 3, NOW, GENESIS)),
                judged(0, share(miner(BOB, ""), 0, NOW, null), solving(miner(BOB, ""), 0, NOW, SECOND)),
                judged(0, share(miner(BOB, ""), 0, NOW, Rejection.STALE), share(miner(BOB, ""), 3, NOW, null)));
        store.feed(store.projector.shares());
        store.append(BlockChanged.TOPIC, PoolSample.block(1, BlockChanged.State.FOUND, 1, NOW));
        store.feed(store.projector.blocks());

        assertThat(roundOf(GENESIS)).isEqualTo(PoolSample.WORK_8 + PoolSample.WORK_1024);
        // GENESIS, solved a second time, cuts nothing: its share belongs to the next block's round.
        assertThat(roundOf(SECOND)).isEqualTo(3 * PoolSample.WORK_1 + PoolSample.WORK_8);
        assertThat(store.rounds.now().longValueExact()).isEqualTo(PoolSample.WORK_8);
    }

    @Test
    void luckIsExpectedOverActualWorkAndOrphansCount() {
        // nbits 1d00ffff takes 4295032833 hashes on average; a share of difficulty 8 is 8.0000 times that.
        store.append(Judgement.TOPIC, judged(0, solving(miner(ALICE, "rig"), 3, NOW, GENESIS)));
        store.feed(store.projector.shares());
        store.append(
                BlockChanged.TOPIC,
                new BlockChanged(
                        PoolSample.CHAIN,
                        GENESIS,
                        1,
                        BlockChanged.State.ORPHANED,
                        1,
                        thunderpool.bitcoin.Sats.of(5),
                        0x1d00ffff,
                        miner(ALICE, "rig"),
                        0,
                        NOW.toEpochMilli()));
        store.feed(store.projector.blocks());
        PgRounds.Luck luck = store.rounds.luck();
        assertThat(luck.blocks()).isEqualTo(1);
        assertThat(luck.percent()).isCloseTo(12.5, within(1e-6));
        Views.BlockRow block = store.lists.block(GENESIS).orElseThrow();
        assertThat(block.effortPercent()).isCloseTo(800, within(1e-3));
        assertThat(block.networkDifficulty()).isEqualTo(1.0);
    }

    @Test
    void whatGatewaysRefusedCountsOnceForKnownWorkersAndForThePool() {
        store.append(Judgement.TOPIC, judged(0, share(miner(ALICE, "rig"), 3, NOW, Rejection.DUPLICATE)));
        store.append(Judgement.TOPIC, judged(0, share(miner(ALICE, "rig"), 3, NOW, null)));
        store.feed(store.projector.shares());
        store.append(
                WorkersSeen.TOPIC,
                seen(miner(ALICE, "rig"), 2, Map.of(Rejection.STALE, 3, Rejection.DUPLICATE, 1)),
                seen(miner(BOB, "stranger"), 1, Map.of(Rejection.LOW_DIFFICULTY, 7)));
        store.feed(store.projector.workersSeen());
        store.feed(store.projector.workersSeen());

        Views.WorkerRow rig = store.workers.named(script(ALICE), "rig").getFirst();
        assertThat(rig.sharesRejected()).isEqualTo(5);
        assertThat(rig.rejectedByReason()).isEqualTo(Map.of("DUPLICATE", 2L, "STALE", 3L));
        assertThat(rig.difficulty()).isEqualTo(1024.0);
        assertThat(rig.agent()).isEqualTo("cgminer/4.12.1");
        assertThat(store.workers.of(script(BOB), 10)).isEmpty();
        assertThat(store.miners.knows(script(BOB))).isFalse();
        assertThat(store.history.pool(Range.HOUR_1).getLast().sharesRejected()).isEqualTo(12);
        assertThat(store.history.account(script(ALICE), Range.HOUR_1).getLast().sharesRejected())
                .isEqualTo(5);
    }

    @Test
    void connectionsCountOnlyWhileTheirGatewayLivesAndSinceItsStart() {
        store.append(Judgement.TOPIC, judged(0, share(miner(ALICE, "rig"), 3, NOW, null)));
        store.feed(store.projector.shares());
        store.append(WorkersSeen.TOPIC, seen(miner(ALICE, "rig"), 2, Map.of()));
        store.feed(store.projector.workersSeen());
        assertThat(connections()).isZero();
        speak(NOW.minusSeconds(3), PoolSample.gateway(NOW));
        assertThat(connections()).isEqualTo(2);
        // The gateway was started again after it told of these connections: they are gone.
        speak(NOW, PoolSample.gateway(NOW.plusSeconds(3_601)));
        assertThat(connections()).isZero();
        speak(NOW.minusSeconds(31), PoolSample.gateway(NOW));
        assertThat(connections()).isZero();
    }

    private void speak(java.time.Instant at, ServiceStatus status) {
        store.suite.onStatus(new Received<>(ServiceStatus.OF_GATEWAY, 0, 0, at.toEpochMilli(), status));
    }

    private long connections() {
        return store.workers.named(script(ALICE), "rig").getFirst().connections();
    }

    @Test
    void bestShareIsTheHardestHashEverCredited() {
        var earlier = NOW.minusSeconds(60);
        store.append(
                Judgement.TOPIC,
                judged(0, lucky(miner(ALICE, "rig"), 3, earlier, 45), lucky(miner(ALICE, "rig"), 3, NOW, 40)));
        store.feed(store.projector.shares());
        // 45 zero bits and then ones: hash just below 2^211; difficulty one is just below 2^224, so 2^13 to 0.002 %.
        PgMiners.Totals totals = store.miners.totals(script(ALICE));
        assertThat(totals.bestDifficulty()).isCloseTo(8192, within(0.2));
        assertThat(totals.bestAtMs()).isEqualTo(earlier.minusSeconds(0).toEpochMilli());
        assertThat(store.miners.hardestShare()).isEqualTo(totals.bestDifficulty());
        assertThat(store.workers.of(script(ALICE), 1).getFirst().bestShareDifficulty())
                .isCloseTo(8192, within(0.2));
        assertThat(store.recent.of(script(ALICE), "rig"))
                .extracting(Views.SharePoint::difficulty)
                .containsExactly(8.0, 8.0);
    }

    @Test
    void recentSharesAreBounded() {
        for (int i = 0; i < RecentShares.SHARES_MAX + 20; i++) {
            store.append(Judgement.TOPIC, judged(0, share(miner(ALICE, "rig"), i % 8, NOW, null)));
        }
        store.feed(store.projector.shares());
        List<Views.SharePoint> recent = store.recent.of(script(ALICE), "rig");
        assertThat(recent).hasSize(RecentShares.SHARES_MAX);
        assertThat(recent.getLast().difficulty()).isEqualTo(Math.pow(2, (RecentShares.SHARES_MAX + 19) % 8));
    }

    @Test
    void listsArePagedWithoutLossOrRepetition() {
        for (int epoch = 1; epoch <= 23; epoch++) {
            store.append(thunderpool.topics.EpochClosed.TOPIC, PoolSample.epoch(epoch));
            store.append(
                    thunderpool.topics.StatementIssued.TOPIC,
                    PoolSample.statement(epoch, ALICE, PoolSample.WORK_8, epoch));
        }
        store.feed(store.projector.epochs());
        store.feed(store.projector.statements());
        List<Long> epochs = new java.util.ArrayList<>();
        String cursor = null;
        do {
            Page<Views.EpochRow> page = store.lists.epochs(10, cursor);
            page.rows().forEach(row -> epochs.add(row.epoch()));
            cursor = page.next();
        } while (cursor != null);
        assertThat(epochs)
                .hasSize(23)
                .doesNotHaveDuplicates()
                .startsWith(23L, 22L)
                .endsWith(1L);
        List<Long> rewards = new java.util.ArrayList<>();
        store.lists.eachStatement(script(ALICE), row -> rewards.add(row.rewardSat()), () -> true);
        assertThat(rewards).hasSize(23).startsWith(23L).endsWith(1L);
        assertThatThrownBy(() -> store.lists.epochs(10, "eA")).isInstanceOf(BadCursorException.class);
        assertThatThrownBy(() -> store.lists.epochs(10, "%%")).isInstanceOf(BadCursorException.class);
    }

    @Test
    void nothingMoreIsReadForOneWhoLeft() {
        for (int epoch = 1; epoch <= 501; epoch++) {
            store.append(
                    thunderpool.topics.StatementIssued.TOPIC,
                    PoolSample.statement(epoch, ALICE, PoolSample.WORK_8, epoch));
        }
        store.feed(store.projector.statements());
        List<Long> rewards = new java.util.ArrayList<>();
        store.lists.eachStatement(script(ALICE), row -> rewards.add(row.rewardSat()), () -> false);
        assertThat(rewards).as("a page").hasSize(500);
    }

    @Test
    void blocksArePagedByHeightAndFinder() {
        for (int i = 1; i <= 5; i++) {
            store.append(
                    BlockChanged.TOPIC,
                    new BlockChanged(
                            PoolSample.CHAIN,
                            Hash256.ofDisplayHex(("0" + i).repeat(32)),
                            1,
                            BlockChanged.State.FOUND,
                            100 + i / 2,
                            thunderpool.bitcoin.Sats.of(5),
                            0x1d00ffff,
                            miner(i == 3 ? BOB : ALICE, "rig"),
                            1,
                            NOW.plusSeconds(i).toEpochMilli()));
        }
        store.feed(store.projector.blocks());
        Page<Views.BlockRow> first = store.lists.blocks(null, 2, null);
        Page<Views.BlockRow> second = store.lists.blocks(null, 2, first.next());
        Page<Views.BlockRow> third = store.lists.blocks(null, 2, second.next());
        assertThat(java.util.stream.Stream.of(first, second, third)
                        .flatMap(page -> page.rows().stream())
                        .map(row -> row.blockId().substring(0, 2)))
                .containsExactly("05", "04", "03", "02", "01");
        assertThat(third.next()).isNull();
        assertThat(store.lists.blocks(script(BOB), 9, null).rows()).hasSize(1);
    }

    @Test
    void feesThatHoldComeBeforeFeesAnnounced() {
        long slice = thunderpool.work.Slice.at(NOW.toEpochMilli());
        store.append(
                thunderpool.topics.FeeChanged.TOPIC,
                PoolSample.fee(0, 100, 0),
                PoolSample.fee(1, 80, slice - 5),
                PoolSample.fee(2, 60, slice + 6));
        store.feed(store.projector.fees());
        assertThat(store.lists.fees(slice)).extracting(Views.Fee::basisPoints).containsExactly(80, 60);
    }

    @Test
    void aFeeWhosePlanWasReplacedIsNotAnnounced() {
        long slice = thunderpool.work.Slice.at(NOW.toEpochMilli());
        store.append(
                thunderpool.topics.FeeChanged.TOPIC,
                PoolSample.fee(0, 100, 0),
                PoolSample.fee(1, 200, slice + 6),
                PoolSample.fee(2, 100, slice),
                PoolSample.fee(3, 300, slice + 9));
        store.feed(store.projector.fees());
        assertThat(store.lists.fees(slice)).extracting(Views.Fee::basisPoints).containsExactly(100, 300);
    }

    private long roundOf(Hash256 block) {
        return store.database
                .jdbc()
                .queryForList("select work from rounds where block_id = ?", Long.class, block.wire())
                .getFirst();
    }

    private static long accepted(List<HistoryPoint> points) {
        return points.stream().mapToLong(HistoryPoint::sharesAccepted).sum();
    }
}

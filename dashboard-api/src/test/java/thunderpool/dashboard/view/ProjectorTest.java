package thunderpool.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static thunderpool.dashboard.view.PoolSample.ALICE;
import static thunderpool.dashboard.view.PoolSample.BOB;
import static thunderpool.dashboard.view.PoolSample.GENESIS;
import static thunderpool.dashboard.view.PoolSample.balance;
import static thunderpool.dashboard.view.PoolSample.block;
import static thunderpool.dashboard.view.PoolSample.judged;
import static thunderpool.dashboard.view.PoolSample.miner;
import static thunderpool.dashboard.view.PoolSample.payout;
import static thunderpool.dashboard.view.PoolSample.script;
import static thunderpool.dashboard.view.PoolSample.share;
import static thunderpool.dashboard.view.ReadStore.NOW;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import thunderpool.bitcoin.Hash256;
import thunderpool.runtime.StalePositionException;
import thunderpool.topics.BalanceChanged;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.BlockChanged.State;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.Judgement;
import thunderpool.topics.PayoutChanged;
import thunderpool.topics.Received;
import thunderpool.topics.ScheduleChanged;
import thunderpool.topics.SchemeChanged;
import thunderpool.work.Miner;
import thunderpool.work.Rejection;

class ProjectorTest {

    private final ReadStore store = new ReadStore();

    @AfterEach
    void drop() {
        store.close();
    }

    @Test
    void addsUpSharesPerWorkerAndMinute() {
        var earlier = NOW.minus(Duration.ofMinutes(1));
        store.append(
                Judgement.TOPIC,
                judged(0, share(miner(ALICE, "rig"), 0, earlier, null), share(miner(ALICE, "rig"), 3, NOW, null)),
                judged(1, share(miner(ALICE, "rig"), 3, NOW, null), share(miner(BOB, ""), 10, NOW, null)),
                judged(1, share(miner(ALICE, "rig"), 3, NOW, Rejection.DUPLICATE)),
                new Judgement.SliceSealed(PoolSample.CHAIN, 1, 5));
        store.feed(store.projector.shares());

        var alice = store.workers.of(script(ALICE), 10).getFirst();
        assertThat(alice.sharesAccepted()).isEqualTo(3);
        assertThat(alice.sharesRejected()).isEqualTo(1);
        assertThat(alice.workHashes()).isEqualTo(String.valueOf(PoolSample.WORK_1 + 2 * PoolSample.WORK_8));
        assertThat(store.miners.miners(10, null).rows())
                .extracting(Views.MinerRow::account)
                .containsExactly(BOB, ALICE);
        assertThat(store.pool.history(5))
                .extracting(Views.MinutePoint::shares, Views.MinutePoint::rejected)
                .containsExactly(org.assertj.core.api.Assertions.tuple(1L, 0L));
        assertThat(minuteSums("pool_minutes")).isEqualTo(minuteSums("work_minutes"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void countsEachShareOnceHoweverBatchesFailAndRepeat(long seed) {
        Random random = new Random(seed);
        List<Miner> miners = List.of(miner(ALICE, "a"), miner(ALICE, "b"), miner(BOB, "a"));
        long[] accepted = new long[3];
        for (int i = 0; i < 120; i++) {
            int who = random.nextInt(3);
            accepted[who]++;
            var at = NOW.minusSeconds(random.nextInt(300));
            store.append(Judgement.TOPIC, judged(random.nextInt(4), share(miners.get(who), 3, at, null)));
        }
        deliverBadly(random);

        for (int who = 0; who < 3; who++) {
            assertThat(sharesOf(miners.get(who))).as("seed %d", seed).isEqualTo(accepted[who]);
        }
        assertThat(minuteSums("work_minutes"))
                .isEqualTo(List.of(new BigDecimal(120), new BigDecimal(120 * PoolSample.WORK_8)));
        assertThat(minuteSums("pool_minutes")).isEqualTo(minuteSums("work_minutes"));
    }

    /** Batches of any size from any earlier position, some of which fail after their rows were written. */
    private void deliverBadly(Random random) {
        var feed = store.projector.shares();
        var failing = new PgFeedsFailing(store);
        for (int round = 0; round < 200; round++) {
            int partition = random.nextInt(4);
            long next = feed.positions().getOrDefault(partition, 0L);
            long from = Math.max(0, next - random.nextInt(3));
            List<Received<Judgement>> batch =
                    store.topics.read(Judgement.TOPIC, partition, from, 1 + random.nextInt(5));
            if (batch.isEmpty()) {
                continue;
            }
            if (random.nextInt(4) == 0) {
                assertThatThrownBy(() -> failing.shares().accept(batch)).isInstanceOf(RuntimeException.class);
            } else if (from < next) {
                assertThatThrownBy(() -> feed.accept(batch)).isInstanceOf(StalePositionException.class);
            } else {
                feed.accept(batch);
            }
        }
        store.feed(feed);
    }

    @Test
    void keepsAWorkerNameThatNoDatabaseTextCanHold() {
        store.append(
                Judgement.TOPIC,
                judged(0, share(miner(ALICE, "a\0b"), 0, NOW, null), share(miner(ALICE, "a\uFFFDb"), 0, NOW, null)));
        store.feed(store.projector.shares());
        assertThat(store.workers.of(script(ALICE), 10))
                .extracting(Views.WorkerRow::worker, Views.WorkerRow::sharesAccepted)
                .containsExactly(org.assertj.core.api.Assertions.tuple("a\uFFFDb", 2L));
    }

    /** Accounting tells a hold with the balance as it stands, so with the same version. */
    @Test
    void aHoldCountsWithoutANewBalance() {
        store.append(BalanceChanged.TOPIC, balance(ALICE, 2, 5));
        store.feed(store.projector.balances());
        assertThat(store.miners.isHeldInLedger(script(ALICE))).isFalse();
        store.append(BalanceChanged.TOPIC, PoolSample.held(balance(ALICE, 2, 5), true));
        store.feed(store.projector.balances());
        assertThat(store.miners.isHeldInLedger(script(ALICE))).isTrue();
        store.append(BalanceChanged.TOPIC, balance(ALICE, 1, 4));
        store.feed(store.projector.balances());
        assertThat(store.miners.isHeldInLedger(script(ALICE)))
                .as("an older word changes nothing")
                .isTrue();
        store.append(BalanceChanged.TOPIC, balance(ALICE, 3, 9));
        store.feed(store.projector.balances());
        assertThat(store.miners.isHeldInLedger(script(ALICE))).isFalse();
        assertThat(store.miners.balance(script(ALICE)).payableSat()).isEqualTo(9);
        assertThat(store.miners.isHeldInLedger(script(BOB))).isFalse();
    }

    @Test
    void aPlanIsForgottenWhenItCame() {
        store.append(SchemeChanged.TOPIC, PoolSample.plannedScheme(1, NOW.plusSeconds(60)));
        store.feed(store.projector.schemes());
        assertThat(store.pool.schemes())
                .extracting(Views.SchemeRow::next)
                .containsExactly(new Views.SchemePlan(NOW.plusSeconds(60), 72, 0, "every 72 blocks"));
        store.append(SchemeChanged.TOPIC, PoolSample.scheme(2, "every 144 blocks"));
        store.feed(store.projector.schemes());
        assertThat(store.pool.schemes()).extracting(Views.SchemeRow::next).containsOnlyNulls();
    }

    @Test
    void passesOverRecordsOfAnotherChain() {
        store.append(
                Judgement.TOPIC,
                new Judgement.ShareJudged("litecoin-main", 0, List.of(share(miner(ALICE, "x"), 0, NOW, null))));
        var balance = balance(ALICE, 1, 5);
        store.append(
                BalanceChanged.TOPIC,
                new BalanceChanged(
                        "litecoin-main",
                        balance.account(),
                        1,
                        balance.immature(),
                        balance.payable(),
                        balance.reserved(),
                        balance.paid(),
                        "blocks"));
        store.feed(store.projector.shares());
        store.feed(store.projector.balances());
        assertThat(store.miners.miners(10, null).rows()).isEmpty();
        assertThat(store.pool.balance().payableSat()).isZero();
    }

    @Test
    void neverGoesBackToAnOlderVersion() {
        store.append(BalanceChanged.TOPIC, balance(ALICE, 5, 500), balance(ALICE, 4, 400), balance(ALICE, 5, 999));
        store.append(BlockChanged.TOPIC, block(2, State.MATURED, 100, NOW), block(1, State.FOUND, 1, NOW));
        store.append(SchemeChanged.TOPIC, PoolSample.scheme(2, "new"), PoolSample.scheme(1, "old"));
        store.append(ScheduleChanged.TOPIC, PoolSample.schedule(9, 90), PoolSample.schedule(8, 80));
        store.append(
                PayoutChanged.TOPIC,
                payout(7, PayoutChanged.State.PAID, GENESIS, NOW),
                payout(6, PayoutChanged.State.BROADCAST, Hash256.ZERO, NOW));
        store.feed(store.projector.balances());
        store.feed(store.projector.blocks());
        store.feed(store.projector.schemes());
        store.feed(store.projector.schedules());
        store.feed(store.projector.payouts());

        assertThat(store.miners.balance(script(ALICE))).isEqualTo(new Views.Money(11, 500, 22, 33));
        assertThat(store.lists.blocks(null, 9, null).rows())
                .extracting(Views.BlockRow::state)
                .containsExactly("MATURED");
        assertThat(store.miners.schedule(script(ALICE)))
                .contains(new Views.Schedule("blocks", 144, 0, 90, false, "new", 9));
        var paid = store.lists.payouts(null, 9, null).rows().getFirst();
        assertThat(paid.state()).isEqualTo("PAID");
        assertThat(paid.txid()).isEqualTo(GENESIS.displayHex());
    }

    @Test
    void showsTheSameAfterAReplayFromTheBeginning() {
        store.append(
                thunderpool.topics.EpochClosed.TOPIC, PoolSample.epoch(1), PoolSample.epoch(2), PoolSample.epoch(3));
        store.append(
                thunderpool.topics.StatementIssued.TOPIC,
                PoolSample.statement(2, ALICE, PoolSample.WORK_8, 300),
                PoolSample.statement(2, BOB, PoolSample.WORK_1024, 400));
        store.feed(store.projector.epochs());
        store.feed(store.projector.statements());
        var epochs = store.lists.epochs(9, null).rows();
        var statements = store.lists.statements(2, 9);
        store.database.jdbc().update("delete from feed_positions");
        Projector restarted = store.projector(new LiveEvents(store.stream, store.accounts, Object::toString));
        store.feed(restarted.epochs());
        store.feed(restarted.statements());

        assertThat(epochs).extracting(Views.EpochRow::epoch).containsExactly(3L, 2L, 1L);
        assertThat(statements).extracting(Views.StatementRow::account).containsExactly(BOB, ALICE);
        assertThat(store.lists.epochs(9, null).rows()).isEqualTo(epochs);
        assertThat(store.lists.statements(2, 9)).isEqualTo(statements);
    }

    @Test
    void tellsListenersOnceTheRowsCanBeRead() throws InterruptedException {
        List<Integer> rowsWhenTold = new ArrayList<>();
        LiveEvents events = new LiveEvents(store.stream, store.accounts, view -> {
            rowsWhenTold.add(store.lists.blocks(null, 9, null).rows().size());
            return view.toString();
        });
        try (var listener = store.stream.listen(new LiveStream.Wish(null, null)).orElseThrow()) {
            store.append(BlockChanged.TOPIC, block(1, State.FOUND, 1, NOW));
            store.feed(store.projector(events).blocks());
            var event = listener.next(1000);
            assertThat(event).isNotNull();
            assertThat(event).extracting(LiveStream.Event::name).isEqualTo("block");
            assertThat(rowsWhenTold).containsExactly(1);
        }
    }

    @Test
    void keepsTheAnswerOfACommand() {
        Hash256 applied = Hash256.ofDisplayHex("02".repeat(32));
        Hash256 refused = Hash256.ofDisplayHex("03".repeat(32));
        store.commands.sent(applied, "change-schedule", script(ALICE), "miner", 5);
        store.commands.sent(refused, "change-schedule", script(ALICE), "miner", 6);
        store.append(
                CommandAnswered.OF_PAYOUT,
                new CommandAnswered.CommandApplied(applied, 4),
                new CommandAnswered.CommandRefused(refused, "the signature is old"));
        store.feed(store.projector.answers(CommandAnswered.OF_PAYOUT));
        assertThat(store.commands.find(applied.wire()))
                .hasValueSatisfying(row -> assertThat(row.outcome()).isEqualTo("applied"));
        assertThat(store.commands.find(refused.wire()))
                .hasValueSatisfying(row -> assertThat(row.detail()).isEqualTo("the signature is old"));
    }

    @Test
    void forgetsOldMinutesOfWorkersButNotThePools() {
        var old = NOW.minus(Duration.ofDays(4));
        store.append(
                Judgement.TOPIC,
                judged(0, share(miner(ALICE, "rig"), 0, old, null), share(miner(ALICE, "rig"), 0, NOW, null)));
        store.feed(store.projector.shares());
        int forgotten = store.work.forget(NOW.toEpochMilli(), Duration.ofDays(3));
        assertThat(forgotten).isEqualTo(2);
        assertThat(minuteSums("work_minutes").getFirst()).isEqualTo(BigDecimal.ONE);
        assertThat(minuteSums("pool_minutes").getFirst()).isEqualTo(new BigDecimal(2));
        assertThat(sharesOf(miner(ALICE, "rig"))).isEqualTo(2);
    }

    private long sharesOf(Miner miner) {
        return store.workers.of(miner.account(), 10).stream()
                .filter(row -> row.worker().equals(miner.worker()))
                .mapToLong(Views.WorkerRow::sharesAccepted)
                .sum();
    }

    /** Shares and work over all rows. */
    private List<BigDecimal> minuteSums(String table) {
        return store.database
                .jdbc()
                .query(
                        "select sum(shares), sum(work) from " + table,
                        (row, at) -> List.of(row.getBigDecimal(1), row.getBigDecimal(2)))
                .getFirst();
    }
}

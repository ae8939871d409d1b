package thunderpool.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static thunderpool.accounting.Samples.ALICE;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import thunderpool.accounting.payout.Spoken;
import thunderpool.bitcoin.Sats;
import thunderpool.runtime.LogReplay;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.PayoutAnswered;
import thunderpool.topics.PayoutRequested;
import thunderpool.topics.PayoutSettled;
import thunderpool.topics.Received;
import thunderpool.topics.Topic;

/** A ledger from an old backup folds its log once more, and topics come in any order beside each other. */
final class RestoredLedgerTest {

    private static final long WHOLE = 77_343_750;

    private final Samples log = new Samples();
    private final Story story = new Story(log);
    private final Received<PayoutRequested> request = log.request(ALICE.account(), 0, 1_000);
    private final Map<Topic<?>, List<byte[]>> onTheLog = new HashMap<>();
    private final TestPool pool = TestPool.inMemory(Samples.rules(6), new SpokenLog(new Replay()));

    private final class Replay implements LogReplay {
        @Override
        public <T> void replay(Topic<T> topic, int partition, long sinceMs, Consumer<Received<T>> handler) {
            long offset = 0;
            for (byte[] record : onTheLog.getOrDefault(topic, List.of())) {
                handler.accept(
                        new Received<>(topic, 0, offset++, 1, topic.codec().decode(record)));
            }
        }
    }

    private <T> void tell(Topic<T> topic, T value) {
        onTheLog.computeIfAbsent(topic, first -> new ArrayList<>())
                .add(topic.codec().encode(value));
    }

    private void said(long amount) {
        said(request, amount);
    }

    private void said(Received<PayoutRequested> request, long amount) {
        tell(PayoutRequested.TOPIC, request.value());
        tell(
                PayoutAnswered.TOPIC,
                new PayoutAnswered.PayoutReserved(
                        request.value().orderId(), Samples.CHAIN, Sats.of(amount), ALICE.account()));
    }

    @Test
    void anOrderThatWasReservedWaitsForTheCreditItWasReservedFrom() {
        said(WHOLE);
        assertThatThrownBy(() -> pool.core().onPayoutRequested(List.of(request)))
                .isInstanceOf(Spoken.NotYetException.class);
        assertThat(pool.published(PayoutAnswered.class)).isEmpty();

        story.matureBlock(pool);
        pool.core().onPayoutRequested(List.of(request));
        assertThat(pool.published(PayoutAnswered.class))
                .containsExactly(new PayoutAnswered.PayoutReserved(
                        request.value().orderId(), Samples.CHAIN, Sats.of(WHOLE), ALICE.account()));
    }

    @Test
    void anOrderGetsWhatItGotAndNotWhatHasBecomePayableSince() {
        said(50_000_000);
        story.matureBlock(pool);
        pool.core().onPayoutRequested(List.of(request));
        pool.core().onPayoutSettled(List.of(log.settle(ALICE.account(), 0, true, 50_000_000)));
        assertThat(pool.balance().apply(ALICE.account())).isEqualTo(Story.balance(0, 27_343_750, 0, 50_000_000, 4));
        assertThat(pool.halted().get()).isFalse();
    }

    @Test
    void twoOrdersOfAnAccountComeBackOneBehindTheOtherThoughEachTopicComesInOneBatch() {
        Received<PayoutRequested> second = log.request(ALICE.account(), 1, 1_000);
        said(request, 50_000_000);
        said(second, 27_343_750);
        Received<PayoutSettled> end = log.settle(ALICE.account(), 0, true, 50_000_000);
        Received<PayoutSettled> secondEnd = log.settle(ALICE.account(), 1, true, 27_343_750);
        story.matureBlock(pool);
        assertThatThrownBy(() -> pool.core().onPayoutRequested(List.of(request, second)))
                .isInstanceOf(Spoken.NotYetException.class);
        assertThatThrownBy(() -> pool.core().onPayoutSettled(List.of(end, secondEnd)))
                .isInstanceOf(Spoken.NotYetException.class);
        assertThat(pool.balance().apply(ALICE.account())).isEqualTo(Story.balance(0, 27_343_750, 0, 50_000_000, 4));

        pool.core().onPayoutRequested(List.of(second));
        pool.core().onPayoutSettled(List.of(secondEnd));
        assertThat(pool.balance().apply(ALICE.account())).isEqualTo(Story.balance(0, 0, 0, WHOLE, 6));
        assertThat(pool.halted().get()).isFalse();
    }

    /** Seen in a cluster: nobody stops the services there, and a database can be restored under them. */
    @Test
    void aProcessWhoseDatabaseIsExchangedAsksTheLogAgain() {
        SpokenLog spoken = new SpokenLog(new Replay());
        TestPool before = TestPool.inMemory(Samples.rules(6), spoken);
        PayoutRequested second = log.request(ALICE.account(), 1, 1_000).value();
        story.matureBlock(before);
        before.core().onPayoutRequested(List.of(request));
        before.core()
                .onPayoutRequested(List.of(new Received<>(
                        PayoutRequested.TOPIC, 0, request.offset() + 1, request.appendTimeMs() + 1, second)));
        assertThat(before.published(PayoutAnswered.class)).hasSize(2);

        said(WHOLE);
        TestPool after = TestPool.inMemory(Samples.rules(6), spoken);
        assertThatThrownBy(() -> after.core().onPayoutRequested(List.of(request)))
                .isInstanceOf(Spoken.NotYetException.class);
        assertThat(after.published(PayoutAnswered.class)).isEmpty();
    }

    @Test
    void anEndThatIsReadBeforeItsBeginningWaits() {
        said(WHOLE);
        Received<PayoutSettled> settled = log.settle(ALICE.account(), 0, true, WHOLE);
        story.matureBlock(pool);
        assertThatThrownBy(() -> pool.core().onPayoutSettled(List.of(settled)))
                .isInstanceOf(Spoken.NotYetException.class);
        pool.core().onPayoutRequested(List.of(request));
        pool.core().onPayoutSettled(List.of(settled));
        assertThat(pool.balance().apply(ALICE.account())).isEqualTo(Story.balance(0, 0, 0, WHOLE, 4));
        assertThat(pool.halted().get()).isFalse();
    }

    @Test
    void aLogThatEndsBeforeTheBooksStopsThemAlsoWhenItHasGrownAndTheProcessIsAnother() {
        Map<Integer, Long> folded = Map.of(0, 10L);
        assertThatThrownBy(() -> known(folded, 9).next(BlockChanged.TOPIC)).hasMessageContaining("log-behind");
        assertThat(pool.halted().get()).isTrue();
        assertThatThrownBy(() -> known(folded, 12).next(BlockChanged.TOPIC)).hasMessageContaining("log-behind");

        pool.core().onAdminCommand(List.of(log.command(1, "resume-payouts", -1, Map.of())));
        assertThat(known(folded, 12).next(BlockChanged.TOPIC)).isEqualTo(folded);
    }

    private KnownLog known(Map<Integer, Long> folded, long end) {
        return new KnownLog(topic -> folded, (topic, partition) -> end, pool.core(), InstantSource.system());
    }
}

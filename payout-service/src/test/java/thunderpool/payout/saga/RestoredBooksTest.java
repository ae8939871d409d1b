package thunderpool.payout.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Sha256d;
import thunderpool.bitcoin.Transaction;
import thunderpool.payout.memory.MemoryPayoutStore;
import thunderpool.payout.memory.MemoryPayoutStore.Published;
import thunderpool.payout.port.PayoutEvent;
import thunderpool.payout.schedule.Scheme;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.BalanceChanged;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.PayoutAnswered;
import thunderpool.topics.PayoutRequested;
import thunderpool.topics.PayoutSettled;
import thunderpool.topics.Principal;

/** Books, log and ledger come from one old backup, and the chain has gone on: what it paid is not paid again. */
final class RestoredBooksTest {

    private static final long PAID = 100_000;

    private final FakeChain chain = new FakeChain(new SplittableRandom(1), new Faults(new SplittableRandom(2), 0, 0));
    private final Script account = chain.freshScript();
    private final Map<PayoutEvent, Integer> events = new EnumMap<>(PayoutEvent.class);
    private MemoryPayoutStore store = new MemoryPayoutStore();
    private FakeAccounting accounting = accounting();
    private Payouts payouts = begin();
    private long nowMs = 1_790_000_000_000L;
    private int commands;

    private static FakeAccounting accounting() {
        return new FakeAccounting(SagaWorld.RULES.chain().name());
    }

    private Payouts begin() {
        Payouts term = new Payouts(
                SagaWorld.RULES, store.term(), chain, (event, about, detail) -> events.merge(event, 1, Integer::sum));
        term.start(List.of(new Scheme("blocks", 0, 1, 0, "every block")), Optional.empty());
        return term;
    }

    @BeforeEach
    void payOnceAndGoBack() {
        for (int i = 0; i < SagaWorld.WATCH + 6; i++) {
            chain.mine(Sats.of(3_000_000), 1);
        }
        turns(2);
        MemoryPayoutStore.Backup backup = store.backup();
        accounting.credit(account, PAID, "blocks");
        turns(20);
        assertThat(got()).isEqualTo(PAID);
        store.restore(backup);
        accounting = accounting();
        payouts = begin();
        events.clear();
    }

    @Test
    void nothingNewIsPaidWhileTheWalletHasPaidWhatTheBooksDoNotKnow() {
        accounting.credit(account, PAID, "blocks");
        turns(20);
        assertThat(events).containsKey(PayoutEvent.UNKNOWN_PAYMENT).doesNotContainKey(PayoutEvent.REQUESTED);
        assertThat(got()).isEqualTo(PAID);
    }

    @Test
    void anAdoptedPaymentIsBookedOnceAndTheRestIsPaid() {
        accounting.credit(account, PAID, "blocks");
        turns(1);
        assertThat(command("adopt-payment", Map.of("all", "true"))).isInstanceOf(CommandAnswered.CommandApplied.class);
        turns(10);
        assertThat(paid()).isEqualTo(PAID);
        assertThat(got()).isEqualTo(PAID);
        accounting.credit(account, 50_000, "blocks");
        turns(10);
        assertThat(paid()).isEqualTo(PAID + 50_000);
        assertThat(got()).isEqualTo(PAID + 50_000);
    }

    @Test
    void anAccountThatEarnedLessSinceIsNotPaidBeforeItHasEarnedWhatItGot() {
        accounting.credit(account, 60_000, "blocks");
        turns(1);
        command("adopt-payment", Map.of("all", "true"));
        turns(20);
        assertThat(got()).isEqualTo(PAID);
        assertThat(paid()).isZero();
        accounting.credit(account, 45_000, "blocks");
        turns(10);
        assertThat(got()).isEqualTo(PAID);
        assertThat(paid()).isEqualTo(PAID);
        accounting.credit(account, 30_000, "blocks");
        turns(10);
        assertThat(got()).isEqualTo(PAID + 35_000);
        assertThat(paid()).isEqualTo(PAID + 35_000);
    }

    @Test
    void anOperatorsOwnPaymentIsAcknowledgedOnceAndNeverAgain() {
        accounting.credit(account, PAID, "blocks");
        turns(1);
        assertThat(command("ignore-payment", Map.of("all", "true"))).isInstanceOf(CommandAnswered.CommandApplied.class);
        events.clear();
        turns(20);
        payouts = begin();
        turns(3);
        assertThat(events).doesNotContainKey(PayoutEvent.UNKNOWN_PAYMENT);
        assertThat(got()).isEqualTo(2 * PAID);
        assertThat(command("ignore-payment", Map.of("all", "true"))).isInstanceOf(CommandAnswered.CommandRefused.class);
    }

    /** The order is reserved again, its transaction is on the air, there are other coins, and no block has come. */
    @Test
    void aPaymentWhoseBookingIsLostWhileTheTermGoesOnIsNotMadeAgain() {
        accounting.credit(account, PAID, "blocks");
        turns(1);
        command("ignore-payment", Map.of("all", "true"));
        MemoryPayoutStore.Backup reserved = store.backup();
        for (int i = 0; i < 9 && !events.containsKey(PayoutEvent.BOUND); i++) {
            reserved = store.backup();
            turn();
        }
        assertThat(events).containsKey(PayoutEvent.BOUND);
        store.loseSince(reserved);
        events.clear();
        for (int i = 0; i < 3; i++) {
            nowMs += 1_000;
            payouts.tick(nowMs);
        }
        assertThat(events).containsKey(PayoutEvent.UNKNOWN_PAYMENT).doesNotContainKey(PayoutEvent.BOUND);
        turns(5);
        assertThat(got()).isEqualTo(2 * PAID);
    }

    private CommandAnswered command(String kind, Map<String, String> fields) {
        byte[] id = (kind + commands++).getBytes(StandardCharsets.US_ASCII);
        payouts.onCommand(
                new AdminCommand(Sha256d.of(id), Principal.PAYOUT, kind, "olga", "why", -1, fields, nowMs), nowMs);
        return store.drain().stream()
                .map(Published::value)
                .filter(CommandAnswered.class::isInstance)
                .map(CommandAnswered.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** A minute and a block each. */
    private void turns(int turns) {
        for (int i = 0; i < turns; i++) {
            turn();
            chain.mine(Sats.of(3_000_000), 1);
        }
    }

    private void turn() {
        nowMs += 70_000;
        for (Published<?> published : store.drain()) {
            switch (published.value()) {
                case PayoutRequested request -> accounting.on(request);
                case PayoutSettled settled -> accounting.on(settled);
                default -> {}
            }
        }
        for (BalanceChanged balance = accounting.balancesOut.poll();
                balance != null;
                balance = accounting.balancesOut.poll()) {
            payouts.onBalanceChanged(balance, nowMs);
        }
        for (PayoutAnswered answer = accounting.answersOut.poll();
                answer != null;
                answer = accounting.answersOut.poll()) {
            payouts.onAnswered(answer, nowMs);
        }
        payouts.tick(nowMs);
    }

    private long paid() {
        return Optional.ofNullable(accounting.accounts.get(account)).orElseThrow().paid;
    }

    private long got() {
        return chain.activeTransactions().stream()
                .map(Transaction::outputs)
                .flatMap(List::stream)
                .filter(output -> output.script().equals(account))
                .mapToLong(output -> output.value().value())
                .sum();
    }
}

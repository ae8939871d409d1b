package thunderpool.payout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import thunderpool.payout.memory.MemoryPayoutStore;
import thunderpool.payout.port.PayoutStore.FencedException;
import thunderpool.payout.saga.FixedChain;
import thunderpool.payout.saga.Payouts;
import thunderpool.payout.schedule.Scheme;
import thunderpool.runtime.Lease;

/** One saga per lease term; no lease, no saga. */
final class PayoutRunnerTest {

    private final MemoryPayoutStore store = new MemoryPayoutStore();
    private final List<String> happened = new ArrayList<>();
    private Optional<Lease> lease = Optional.empty();
    private PayoutRunner runner = runner();

    private PayoutRunner runner() {
        PayoutRunner made = new PayoutRunner(
                () -> lease,
                term -> {
                    happened.add("open " + term.token());
                    Payouts payouts = new Payouts(
                            FixedChain.RULES,
                            store.term(),
                            new FixedChain(),
                            (event, about, detail) -> happened.add("" + event));
                    payouts.start(List.of(new Scheme("blocks", 0, 1, 0, "")), Optional.empty());
                    return payouts;
                },
                new PayoutMetrics(new SimpleMeterRegistry()));
        made.feedBy(new PayoutRunner.Feeds() {
            @Override
            public void start() {
                happened.add("feeds on");
            }

            @Override
            public void stop() {
                happened.add("feeds off");
            }
        });
        return made;
    }

    @BeforeEach
    void fresh() {
        runner = runner();
    }

    @Test
    void doesNothingWithoutTheLease() {
        runner.run(1);
        runner.run(2);
        assertThat(happened).isEmpty();
        assertThat(runner.isRunning()).isFalse();
        assertThatThrownBy(() -> runner.with(payouts -> payouts.tick(3))).isInstanceOf(FencedException.class);
    }

    @Test
    void opensOneSagaATermAndStopsWithIt() {
        lease = Optional.of(new Lease("payout", "me", 4));
        runner.run(1);
        runner.run(2);
        assertThat(happened).containsExactly("open 4", "feeds on");
        lease = Optional.empty();
        runner.run(3);
        assertThat(happened).containsExactly("open 4", "feeds on", "feeds off");
        lease = Optional.of(new Lease("payout", "me", 6));
        runner.run(4);
        assertThat(happened).containsExactly("open 4", "feeds on", "feeds off", "open 6", "feeds on");
    }

    @Test
    void stopsWhenTheStoreSaysThatAnotherLeads() {
        lease = Optional.of(new Lease("payout", "me", 4));
        runner.run(1);
        store.term();
        assertThatThrownBy(() -> runner.run(2)).isInstanceOf(FencedException.class);
        assertThat(happened).containsExactly("open 4", "feeds on", "feeds off");
        assertThat(runner.isRunning()).isFalse();
    }
}

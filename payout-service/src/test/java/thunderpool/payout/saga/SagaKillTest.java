package thunderpool.payout.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import thunderpool.payout.memory.MemoryPayoutStore;
import thunderpool.payout.memory.MemoryPayoutStore.Published;
import thunderpool.payout.port.PayoutEvent;
import thunderpool.payout.port.PayoutStore;
import thunderpool.payout.port.PayoutTx;

/**
 * THE test: a thousand worlds in which the process is killed at any boundary, answers are lost before and after they
 * took effect, the chain reorganizes, mempools forget, the wallet is used by a stranger and signs nonsense, and an operator
 * holds, approves and refuses. No order is ever paid twice, none is lost, none is signed while it is held or waits for
 * approval, and every one ends.
 *
 * <p>One seed again: {@code -Dthunderpool.payout.seed=N}; more of them: {@code -Dthunderpool.payout.seeds=20000}.
 */
final class SagaKillTest {

    private static final int STEPS = 150;

    private boolean restores;
    private int paid;
    private int returned;
    private int crashes;
    private int timeouts;
    private int fenced;
    private final Map<PayoutEvent, Integer> events = new EnumMap<>(PayoutEvent.class);

    @Test
    void paysEveryOrderOnceUnderCrashesTimeoutsAndStrangers() {
        run("strangers", new SagaWorld.Weather(SagaWorld.SETTLE - 1, true));
        assertThat(events.get(PayoutEvent.CONFLICT)).isPositive();
        assertThat(returned).isPositive();
    }

    @Test
    void paysEveryOrderOnceThroughReorganizationsDeeperThanSettlement() {
        run("deep reorganizations", new SagaWorld.Weather(SagaWorld.WATCH - 4, false));
        assertThat(events.get(PayoutEvent.SETTLED_LEFT_CHAIN)).isPositive();
    }

    @Test
    void paysEveryOrderOnceThoughAnOldDatabaseWasRestoredBesideItsLogAndItsChain() {
        restores = true;
        run("restored", new SagaWorld.Weather(SagaWorld.SETTLE - 1, false));
        assertThat(events.get(PayoutEvent.RESTORED)).isPositive();
        assertThat(events.get(PayoutEvent.UNKNOWN_PAYMENT)).isPositive();
    }

    private void run(String name, SagaWorld.Weather weather) {
        long only = Long.getLong("thunderpool.payout.seed", -1);
        long seeds = Long.getLong("thunderpool.payout.seeds", 400);
        for (long seed = Math.max(only, 0); seed < (only >= 0 ? only + 1 : seeds); seed++) {
            try {
                live(seed, weather);
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError(
                        name + ": seed " + seed + " failed; again: -Dthunderpool.payout.seed=" + seed, failure);
            }
        }
        System.out.printf(
                "payout saga, %s: %d paid, %d returned, %d crashes, %d timeouts, %s%n",
                name, paid, returned, crashes, timeouts, events);
        if (only < 0) {
            assertThat(paid).isGreaterThan((int) seeds);
            assertThat(crashes).isGreaterThan((int) seeds);
            assertThat(fenced).isPositive();
            assertThat(timeouts).isGreaterThan((int) seeds);
            assertThat(events.get(PayoutEvent.REPLACED)).isPositive();
            assertThat(events.get(PayoutEvent.APPROVED)).isPositive();
        }
    }

    private record InMemory(MemoryPayoutStore memory) implements SagaWorld.Stores {
        @Override
        public PayoutStore term() {
            return memory.term();
        }

        @Override
        public List<Published<?>> drain() {
            return memory.drain();
        }

        @Override
        public Optional<Runnable> backup() {
            MemoryPayoutStore.Backup kept = memory.backup();
            return Optional.of(() -> memory.restore(kept));
        }

        @Override
        public <T> T peek(Function<PayoutTx, T> query) {
            return memory.peek(query);
        }
    }

    private void live(long seed, SagaWorld.Weather weather) {
        SagaWorld world = new SagaWorld(seed, weather, new InMemory(new MemoryPayoutStore()));
        for (int step = 0; step < STEPS; step++) {
            world.step();
            if (restores && step == STEPS / 3 + seed % 20) {
                world.keepBackup();
            }
            if (restores && step == STEPS / 2 + seed % 40) {
                world.restore();
            }
        }
        world.heal();
        int[] ends = world.audit();
        paid += ends[0];
        returned += ends[1];
        crashes += world.faults.crashes;
        timeouts += world.faults.timeouts;
        fenced += world.fencedGhosts;
        world.events.forEach((event, count) -> events.merge(event, count, Integer::sum));
    }
}

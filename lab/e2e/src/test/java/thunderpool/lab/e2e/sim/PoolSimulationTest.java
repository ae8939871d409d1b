package thunderpool.lab.e2e.sim;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/**
 * The whole pool from a seed. One world again: {@code -Dpool.sim.seed=N -Dpool.sim.steps=M}; more of them:
 * {@code -Dpool.sim.seeds=1000}.
 */
final class PoolSimulationTest {

    private static final int STEPS = Integer.getInteger("pool.sim.steps", 1_200);
    private static final long ONLY = Long.getLong("pool.sim.seed", -1);
    private static final long SEEDS = Long.getLong("pool.sim.seeds", 12);

    /** Held, because a logger that nobody holds may be forgotten with its level. */
    private static final Logger SERVICES = (Logger) LoggerFactory.getLogger("thunderpool");

    @TempDir
    Path folder;

    /** Thousands of outages are no news here; the laws say what went wrong. */
    @BeforeAll
    static void silenceServices() {
        SERVICES.setLevel(Level.OFF);
    }

    @AfterAll
    static void hearServices() {
        SERVICES.setLevel(null);
    }

    @Test
    void creditsEveryAcknowledgedShareOnceAndPaysNobodyTwiceWhateverFails() throws IOException {
        long first = Math.max(ONLY, 0);
        long last = ONLY >= 0 ? ONLY : SEEDS - 1;
        int moved = 0;
        for (long seed = first; seed <= last; seed++) {
            Statistics statistics = live(seed, STEPS, Sabotage.NONE);
            moved += statistics.moved();
            System.out.printf("pool simulation, seed %d, %s%n", seed, statistics);
            if (ONLY < 0) {
                assertThat(statistics.acked()).isGreaterThan(STEPS / 2);
                assertThat(statistics.blocks()).isPositive();
                assertThat(statistics.epochs()).isPositive();
                assertThat(statistics.paid()).isPositive();
            }
        }
        if (ONLY < 0) {
            assertThat(moved).isGreaterThan((int) SEEDS);
        }
    }

    @Test
    void sameSeedTellsTheSameStory() throws IOException {
        assertThat(live(77, 300, Sabotage.NONE)).isEqualTo(live(77, 300, Sabotage.NONE));
    }

    /** The laws can be broken: a broken component is found out, by the law that is about it. */
    @ParameterizedTest
    @CsvSource({
        "VALIDATOR_FORGETS_DUPLICATES, credited twice",
        "ACCOUNTING_IGNORES_POSITIONS, not what the log says",
        "PRODUCER_LIES, not on the log was answered true",
        "PAYOUT_FORGETS, was paid"
    })
    void brokenComponentIsCaught(Sabotage sabotage, String law) throws IOException {
        List<String> found = new ArrayList<>();
        for (long seed = 1; seed <= 12 && found.stream().noneMatch(story -> story.contains(law)); seed++) {
            try {
                live(seed, STEPS, sabotage);
            } catch (AssertionError caught) {
                // Another law may have been broken first: the one that is about it must be among them.
                StringWriter story = new StringWriter();
                caught.printStackTrace(new PrintWriter(story));
                found.add(story.toString());
            }
        }
        assertThat(found).anyMatch(story -> story.contains(law));
    }

    private Statistics live(long seed, int steps, Sabotage sabotage) throws IOException {
        int step = 0;
        try (PoolWorld world = new PoolWorld(seed, Files.createTempDirectory(folder, "world"), sabotage)) {
            for (; step < steps; step++) {
                world.step();
            }
            world.heal();
            return world.statistics();
        } catch (RuntimeException | AssertionError failure) {
            String again = "seed %d failed at step %d; again: -Dpool.sim.seed=%d -Dpool.sim.steps=%d"
                    .formatted(seed, step, seed, steps);
            throw new AssertionError(again, failure);
        }
    }
}

package thunderpool.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Difficulty;

/**
 * Simulated miners: shares arrive by chance at the rate that hash rate and difficulty make. Hash rates are exponents
 * too: a miner of rate x finds 2^x shares of difficulty one in each aimed-for interval, so x is its ideal difficulty.
 */
class VardiffTest {
    private static final long INTERVAL_MS = 4_000;
    private static final long HOUR_MS = 3_600_000;
    private static final Vardiff.Aim AIM = new Vardiff.Aim(INTERVAL_MS, Difficulty.EASIEST, new Difficulty(60));

    /** The hash rate at a time; negative infinity for a miner that is off. */
    @FunctionalInterface
    private interface Rate {
        double log2(long nowMs);
    }

    /** What a simulated miner went through: the difficulty's exponent after each change, with its time. */
    private record Curve(List<Long> times, List<Integer> exponents) {
        int end() {
            return exponents.getLast();
        }

        long reversals() {
            return IntStream.range(2, exponents.size())
                    .filter(i -> Integer.signum(exponents.get(i) - exponents.get(i - 1))
                            != Integer.signum(exponents.get(i - 1) - exponents.get(i - 2)))
                    .count();
        }

        int at(long nowMs) {
            int exponent = exponents.getFirst();
            for (int i = 0; i < times.size() && times.get(i) <= nowMs; i++) {
                exponent = exponents.get(i);
            }
            return exponent;
        }
    }

    private static Curve mine(Rate rate, int start, long durationMs, long seed) {
        Random random = new Random(seed);
        Vardiff vardiff = new Vardiff(AIM, new Difficulty(start), 0);
        Curve curve = new Curve(new ArrayList<>(List.of(0L)), new ArrayList<>(List.of(start)));
        double now = 0;
        double nextTick = 0;
        while (now < durationMs) {
            // No connection carries more than some thousand shares a second.
            double log2 =
                    Math.min(14, rate.log2((long) now) - vardiff.difficulty().exponent());
            double wait = -Math.log(1 - random.nextDouble()) * INTERVAL_MS / Math.pow(2, log2);
            if (now + wait < nextTick) {
                now += wait;
                vardiff.share(vardiff.difficulty(), (long) now);
            } else {
                // Chance has no memory: the wait may be drawn anew at every tick.
                now = nextTick;
                nextTick += 1_000;
            }
            int decided = vardiff.decide((long) now, new Difficulty(80)).exponent();
            if (decided != curve.end()) {
                curve.times().add((long) now);
                curve.exponents().add(decided);
            }
        }
        return curve;
    }

    @Test
    void steadyFleetSettlesSoonNearTheAimAndNeverSwings() {
        Random fleet = new Random(11);
        for (int miner = 0; miner < 300; miner++) {
            double rate = -12 + 50 * fleet.nextDouble();
            Curve curve = mine(now -> rate, (int) rate + fleet.nextInt(17) - 8, 6 * HOUR_MS, miner);
            assertThat(Math.abs(curve.end() - rate))
                    .as("miner %d %s", miner, curve)
                    .isLessThan(1.15);
            assertThat(curve.reversals()).as("miner %d %s", miner, curve).isLessThanOrEqualTo(1);
            assertThat(curve.exponents().size()).as("miner %d %s", miner, curve).isLessThanOrEqualTo(7);
        }
    }

    @Test
    void nearlyAllOfAFleetIsSettledInTenMinutes() {
        Random fleet = new Random(12);
        int late = 0;
        for (int miner = 0; miner < 300; miner++) {
            double rate = 40 * fleet.nextDouble();
            Curve curve = mine(now -> rate, (int) rate + fleet.nextInt(13) - 6, 2 * HOUR_MS, 1_000 + miner);
            late += Math.abs(curve.at(600_000) - rate) > 1.5 ? 1 : 0;
        }
        assertThat(late).isLessThanOrEqualTo(3);
    }

    @Test
    void aMinerFarTooStrongForTheStartIsCaughtInSeconds() {
        Curve curve = mine(now -> 20.0, 0, HOUR_MS, 3);
        assertThat(curve.at(30_000)).isBetween(19, 21);
    }

    @Test
    void aMinerFarTooWeakIsFoundWithoutAShare() {
        Curve curve = mine(now -> 0.0, 30, HOUR_MS, 4);
        assertThat(curve.end()).isBetween(-1, 1);
        assertThat(curve.at(12 * 60_000)).isLessThanOrEqualTo(2);
    }

    @Test
    void aDyingMinerIsLoweredStepByStepAndTakenBackWhenItReturns() {
        Curve curve =
                mine(now -> now < HOUR_MS || now > 2 * HOUR_MS ? 20.0 : Double.NEGATIVE_INFINITY, 20, 4 * HOUR_MS, 5);
        assertThat(curve.at(HOUR_MS - 1)).isEqualTo(20);
        assertThat(curve.at(2 * HOUR_MS)).isLessThan(12);
        assertThat(curve.at(2 * HOUR_MS + 60_000)).isBetween(19, 21);
        assertThat(curve.reversals()).isLessThanOrEqualTo(2);
    }

    @Test
    void aSwitchingMinerIsFollowed() {
        Curve curve = mine(now -> now / HOUR_MS % 2 == 0 ? 20.0 : 14.0, 17, 6 * HOUR_MS, 6);
        for (int hour = 1; hour <= 6; hour++) {
            double rate = hour % 2 == 1 ? 20 : 14;
            assertThat(Math.abs(curve.at(hour * HOUR_MS - 1) - rate))
                    .as("hour %d %s", hour, curve)
                    .isLessThan(1.5);
        }
    }

    /** Half a minute of everything, then half a minute of nothing, as proxies do that hand shares on in batches. */
    @Test
    void aBurstyMinerSettlesAtItsMeanRate() {
        Curve curve = mine(now -> now / 30_000 % 2 == 0 ? 11.0 : Double.NEGATIVE_INFINITY, 10, 12 * HOUR_MS, 7);
        assertThat(curve.end()).isBetween(9, 11);
        assertThat(curve.reversals()).as("%s", curve).isLessThanOrEqualTo(2);
    }

    /** Five minutes on, five minutes off: too slow to be noise, so the difficulty may follow a few times, not for ever. */
    @Test
    void aSlowlyPulsingMinerIsNotChasedForEver() {
        Curve curve = mine(now -> now / 300_000 % 2 == 0 ? 11.0 : Double.NEGATIVE_INFINITY, 10, 24 * HOUR_MS, 8);
        assertThat(curve.exponents().size()).as("%s", curve).isLessThan(40);
    }

    /** For people to look at: time and exponent of each kind of miner, in the build folder. */
    @Test
    void theCurvesOfEachKindAreWrittenDown() throws IOException {
        Map<String, Curve> fleet = Map.of(
                "steady", mine(now -> 17.3, 8, 2 * HOUR_MS, 21),
                "bursty", mine(now -> now / 30_000 % 2 == 0 ? 11.0 : Double.NEGATIVE_INFINITY, 8, 2 * HOUR_MS, 22),
                "dying", mine(now -> now < HOUR_MS ? 17.0 : Double.NEGATIVE_INFINITY, 17, 2 * HOUR_MS, 23),
                "switching", mine(now -> now / HOUR_MS % 2 == 0 ? 20.0 : 14.0, 17, 6 * HOUR_MS, 24));
        Path folder = Files.createDirectories(Path.of("target", "vardiff"));
        for (Map.Entry<String, Curve> miner : fleet.entrySet()) {
            Curve curve = miner.getValue();
            List<String> lines = new ArrayList<>(List.of("seconds,difficulty_exponent"));
            for (int i = 0; i < curve.times().size(); i++) {
                lines.add(curve.times().get(i) / 1000 + "," + curve.exponents().get(i));
            }
            Files.write(folder.resolve(miner.getKey() + ".csv"), lines);
        }
        assertThat(fleet.get("steady")).extracting(Curve::end).isIn(17, 18);
    }

    @Test
    void staysWithinBoundsAndBelowTheNetwork() {
        Vardiff.Aim aim = new Vardiff.Aim(INTERVAL_MS, new Difficulty(5), new Difficulty(10));
        Vardiff vardiff = new Vardiff(aim, new Difficulty(40), 0);
        assertThat(vardiff.difficulty().exponent()).isEqualTo(10);
        assertThat(vardiff.decide(1, new Difficulty(7)).exponent()).isEqualTo(7);
        assertThat(vardiff.decide(2, new Difficulty(3)).exponent()).isEqualTo(3);
        assertThat(vardiff.decide(3, new Difficulty(20)).exponent()).isEqualTo(5);
        assertThat(vardiff.decide(10 * HOUR_MS, new Difficulty(20)).exponent()).isEqualTo(5);
    }

    @Test
    void silenceWithoutWorkSaysNothing() {
        Vardiff vardiff = new Vardiff(AIM, new Difficulty(20), 0);
        vardiff.restart(5 * HOUR_MS);
        assertThat(vardiff.decide(5 * HOUR_MS + 10_000, new Difficulty(60)).exponent())
                .isEqualTo(20);
    }

    @Test
    void sharesOfEarlierJobsDoNotCount() {
        Vardiff vardiff = new Vardiff(AIM, new Difficulty(20), 0);
        for (int i = 0; i < 1_000; i++) {
            vardiff.share(new Difficulty(10), 5_000 + i);
        }
        assertThat(vardiff.decide(6_000, new Difficulty(60)).exponent()).isEqualTo(20);
    }

    @Test
    void aimIsChecked() {
        assertThatThrownBy(() -> new Vardiff.Aim(0, Difficulty.ONE, Difficulty.ONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Vardiff.Aim(1, new Difficulty(2), Difficulty.ONE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

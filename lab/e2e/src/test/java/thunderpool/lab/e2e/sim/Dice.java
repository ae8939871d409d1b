package thunderpool.lab.e2e.sim;

import java.util.List;
import java.util.SplittableRandom;

/** All chance of a world, from its seed. Faults end with {@link #calm}; everything else goes on. */
final class Dice {

    /** A process died here: no code under test may catch it. */
    static final class Killed extends RuntimeException {
        Killed(String where) {
            super(where);
        }
    }

    private final SplittableRandom random;
    private final double roughness;
    private boolean calm;

    Dice(long seed) {
        this.random = new SplittableRandom(seed);
        // Some worlds are well, so that much happens in them; some are terrible.
        this.roughness = random.nextInt(8) * 0.25;
    }

    /** No more faults from now on. */
    void calm() {
        calm = true;
    }

    boolean isCalm() {
        return calm;
    }

    /** Whether something goes wrong now, with about this probability. */
    boolean fault(double probability) {
        return !calm && random.nextDouble() < probability * roughness;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    double fraction() {
        return random.nextDouble();
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    long between(long low, long high) {
        return random.nextLong(low, high + 1);
    }

    long bits() {
        return random.nextLong();
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}

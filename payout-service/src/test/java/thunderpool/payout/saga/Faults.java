package thunderpool.payout.saga;

import java.util.random.RandomGenerator;
import thunderpool.payout.port.PayoutChain.ChainFault;

/** Decides by the seed where the process dies and where a call times out; silent once {@link #heal} was called. */
final class Faults {

    /** The process was killed: nothing in the code under test may catch it. */
    static final class Crash extends RuntimeException {
        Crash(String where) {
            super(where);
        }
    }

    private final RandomGenerator random;
    private double crashRate;
    private double timeoutRate;
    int crashes;
    int timeouts;

    Faults(RandomGenerator random, double crashRate, double timeoutRate) {
        this.random = random;
        this.crashRate = crashRate;
        this.timeoutRate = timeoutRate;
    }

    void heal() {
        crashRate = 0;
        timeoutRate = 0;
    }

    void maybeCrash(String where) {
        if (random.nextDouble() < crashRate) {
            crashes++;
            throw new Crash(where);
        }
    }

    /** Called before and after the effect of every RPC: an answer may be lost on either side. */
    void maybeFail(String where) {
        maybeCrash(where);
        if (random.nextDouble() < timeoutRate) {
            timeouts++;
            throw new ChainFault("timeout at " + where);
        }
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }
}

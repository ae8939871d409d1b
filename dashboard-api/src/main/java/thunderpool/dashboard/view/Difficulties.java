package thunderpool.dashboard.view;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Target;
import thunderpool.topics.Judgement;
import thunderpool.work.Achieved;

/**
 * Difficulties as people read them: how many times harder than the chain's difficulty one. On scrypt chains that is the
 * miners' scale, 65,536 times the number that explorers show for the network. Here floats begin.
 */
public final class Difficulties {

    private Difficulties() {}

    public static double of(Difficulty difficulty) {
        return Math.scalb(1.0, difficulty.exponent());
    }

    /** Of a target, such as the network's; an impossible target of zero counts as one. */
    public static double of(Target target, Target difficultyOne) {
        return ratio(difficultyOne.toBigInteger(), target.toBigInteger());
    }

    /** Of the network's compact target; 0 for bits that are none. */
    public static double ofCompact(int nbits, Target difficultyOne) {
        return nbits == 0 ? 0 : of(Target.ofCompact(nbits), difficultyOne);
    }

    /** Of the hash a share had; 0 when the record does not tell it. */
    static double achieved(Judgement.Share share, Target difficultyOne) {
        Achieved achieved = share.achieved();
        return achieved == null ? 0 : ShareDifficulty.of(achieved, difficultyOne);
    }

    private static double ratio(BigInteger one, BigInteger other) {
        BigInteger divisor = other.max(BigInteger.ONE);
        return new BigDecimal(one)
                .divide(new BigDecimal(divisor), MathContext.DECIMAL64)
                .doubleValue();
    }
}

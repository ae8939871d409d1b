package thunderpool.accounting.reward;

import java.math.BigInteger;
import thunderpool.bitcoin.Target;
import thunderpool.work.RewardSystem;
import thunderpool.work.Work;

/**
 * What is configured about rewards.
 *
 * @param pplnsFeeBasisPoints first value of the fee of blocks that PPLNS miners find, hundredths of a percent, 0 to 10,000
 * @param soloFeeBasisPoints the same for blocks of solo miners
 * @param windowMultiple length of the PPLNS window in network difficulties, 1 to 1,000
 */
public record RewardRules(int pplnsFeeBasisPoints, int soloFeeBasisPoints, int windowMultiple) {

    public RewardRules {
        requireBasisPoints("PPLNS fee", pplnsFeeBasisPoints);
        requireBasisPoints("solo fee", soloFeeBasisPoints);
        if (windowMultiple < 1 || windowMultiple > 1_000) {
            throw new IllegalArgumentException(
                    "the PPLNS window is 1 to 1000 network difficulties, not " + windowMultiple);
        }
    }

    int feeBasisPoints(RewardSystem system) {
        return switch (system) {
            case PPLNS -> pplnsFeeBasisPoints;
            case SOLO -> soloFeeBasisPoints;
        };
    }

    /** Work of a full window at the difficulty the block met. */
    public BigInteger windowWork(int nbits) {
        return Work.ofTarget(Target.ofCompact(nbits)).toBigInteger().multiply(BigInteger.valueOf(windowMultiple));
    }

    private static void requireBasisPoints(String what, int basisPoints) {
        if (basisPoints < 0 || basisPoints > 10_000) {
            throw new IllegalArgumentException(what + " is 0 to 10000 basis points, not " + basisPoints);
        }
    }
}

package thunderpool.dashboard.view;

import thunderpool.bitcoin.Target;
import thunderpool.work.Achieved;

/** How good a share was, as the number miners compare: for screens only, nothing is computed from it. */
final class ShareDifficulty {
    private ShareDifficulty() {}

    /**
     * Target of difficulty one over the hash found, to about nine digits.
     *
     * @param difficultyOne by the chain's convention
     */
    static double of(Achieved achieved, Target difficultyOne) {
        double one = difficultyOne.toBigInteger().doubleValue();
        return Math.scalb(one / Integer.toUnsignedLong(achieved.following()), achieved.zeroBits() - 224);
    }
}

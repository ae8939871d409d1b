package thunderpool.accounting.window;

import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Target;
import thunderpool.work.Work;

/**
 * The work a share of each difficulty is credited: that of the target that was announced. Computed once per difficulty, or
 * once per thread that asks first: the results are immutable and equal.
 */
public final class Credit {

    private final Target difficultyOne;
    private final @Nullable Work[] byExponent = new Work[Difficulty.MAX_EXPONENT - Difficulty.MIN_EXPONENT + 1];

    /** @param difficultyOne the chain's target of share difficulty one */
    public Credit(Target difficultyOne) {
        this.difficultyOne = difficultyOne;
    }

    /** @throws ArithmeticException for a difficulty whose work exceeds 128 bits, which no network comes near */
    public Work of(Difficulty difficulty) {
        int index = difficulty.exponent() - Difficulty.MIN_EXPONENT;
        Work known = byExponent[index];
        if (known != null) {
            return known;
        }
        Work work = Work.ofTarget(difficulty.target(difficultyOne));
        byExponent[index] = work;
        return work;
    }
}

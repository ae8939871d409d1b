package thunderpool.accounting.window;

import java.math.BigInteger;
import java.util.List;
import thunderpool.accounting.window.ContributionStore.SliceTotal;
import thunderpool.work.RewardSystem;

/**
 * Which contributions may be forgotten: ten thousand workers write eighty million rows a day, and a block's reward looks
 * back a few windows at most. Statements and splits stay forever; only the rows they were made of go.
 */
public final class WindowRetention {

    private static final int PAGE = 4_096;

    /** Slices forgotten in one transaction: an hour's rows, so that folding never waits long behind it. */
    private static final int SLICES_AT_ONCE = 360;

    private final ContributionStore store;

    public WindowRetention(ContributionStore store) {
        this.store = store;
    }

    /**
     * Forgets the oldest contributions, at most an hour of them.
     *
     * @param before slices from here on stay, whatever they hold
     * @param keepWork this much of the newest PPLNS work stays, however old it is
     * @return whether there may be more to forget
     */
    public boolean forget(long before, BigInteger keepWork) {
        long oldest = store.firstSliceFrom(Long.MIN_VALUE).orElse(Long.MAX_VALUE);
        if (oldest >= before) {
            return false;
        }
        long end = Math.min(firstNeeded(keepWork), before);
        if (oldest >= end) {
            return false;
        }
        store.forgetBefore(Math.min(end, oldest + SLICES_AT_ONCE));
        return true;
    }

    /** The slice in which the kept work begins; before all when there is not as much. */
    private long firstNeeded(BigInteger keepWork) {
        BigInteger left = keepWork;
        long next = Long.MAX_VALUE;
        while (true) {
            List<SliceTotal> page = store.totals(RewardSystem.PPLNS, next, PAGE);
            for (SliceTotal total : page) {
                left = left.subtract(total.work().toBigInteger());
                if (left.signum() <= 0) {
                    return total.slice();
                }
            }
            if (page.size() < PAGE) {
                return Long.MIN_VALUE;
            }
            next = page.getLast().slice() - 1;
        }
    }
}

package thunderpool.accounting.window;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import thunderpool.accounting.account.Account;
import thunderpool.accounting.window.ContributionStore.SliceTotal;
import thunderpool.bitcoin.Script;
import thunderpool.work.RewardSystem;
import thunderpool.work.Work;

/**
 * The last work of the pool before a block: whole slices back from the block's own until the window is full; the oldest
 * slice is cut so that exactly the window's work counts, every row of it in the same proportion. Only PPLNS work is in it.
 */
public final class PplnsWindow {

    private static final int PAGE = 4_096;

    private final ContributionStore store;

    public PplnsWindow(ContributionStore store) {
        this.store = store;
    }

    /**
     * Who owns how much of the window, in the order of script bytes. Their sum is {@code size}, or less when the pool is
     * younger than the window: then all of its work counts. Empty when nobody worked.
     *
     * @param slice the block's
     * @param size work of a full window
     */
    public SortedMap<Script, BigInteger> weights(long slice, BigInteger size) {
        BigInteger left = size;
        long next = slice;
        long oldest = Long.MAX_VALUE;
        while (true) {
            List<SliceTotal> page = store.totals(RewardSystem.PPLNS, next, PAGE);
            for (SliceTotal total : page) {
                BigInteger work = total.work().toBigInteger();
                if (work.compareTo(left) > 0) {
                    return sum(whole(oldest, slice), cut(total.slice(), left));
                }
                left = left.subtract(work);
                oldest = total.slice();
            }
            if (page.size() < PAGE) {
                return whole(oldest, slice);
            }
            next = page.getLast().slice() - 1;
        }
    }

    private SortedMap<Script, BigInteger> whole(long oldest, long newest) {
        SortedMap<Script, BigInteger> weights = new TreeMap<>(Account.BY_SCRIPT);
        if (oldest <= newest) {
            store.workBetween(RewardSystem.PPLNS, oldest, newest)
                    .forEach((account, work) -> weights.put(account, work.toBigInteger()));
        }
        return weights;
    }

    private SortedMap<Script, BigInteger> cut(long slice, BigInteger part) {
        SortedMap<Script, BigInteger> weights = new TreeMap<>(Account.BY_SCRIPT);
        if (part.signum() > 0) {
            SortedMap<Script, Work> rows = store.workBetween(RewardSystem.PPLNS, slice, slice);
            List<BigInteger> shares = Proportion.split(
                    part, rows.values().stream().map(Work::toBigInteger).toList());
            List<Script> accounts = new ArrayList<>(rows.keySet());
            for (int i = 0; i < shares.size(); i++) {
                weights.put(accounts.get(i), shares.get(i));
            }
        }
        return weights;
    }

    private static SortedMap<Script, BigInteger> sum(SortedMap<Script, BigInteger> into, Map<Script, BigInteger> more) {
        more.forEach((account, weight) -> into.merge(account, weight, BigInteger::add));
        into.values().removeIf(weight -> weight.signum() == 0);
        return into;
    }
}

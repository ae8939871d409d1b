package thunderpool.accounting.window;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import thunderpool.bitcoin.Script;
import thunderpool.work.RewardSystem;
import thunderpool.work.Work;

/** All credited work of a chain. Every method runs inside the caller's transaction. */
public interface ContributionStore {

    /** The work of a slice over all accounts. */
    record SliceTotal(long slice, Work work) {}

    /** Adds to what is there; accounts and workers exist. */
    void add(List<Contribution> contributions);

    /** Counts rejected shares for people, by slice and {@code Rejection} code. */
    void addRejections(Map<RejectionKey, Long> rejections);

    /** Slices that have work, newest first, from this one down. */
    List<SliceTotal> totals(RewardSystem rewardSystem, long newestSlice, int limit);

    /** Work of each account over whole slices, both ends included, in the order of the accounts' script bytes. */
    SortedMap<Script, Work> workBetween(RewardSystem rewardSystem, long firstSlice, long lastSlice);

    /** Per account and reward system over whole slices, both ends included, in the order of script bytes. */
    List<AccountTally> tallies(long firstSlice, long lastSlice);

    /** The first slice with work that is not before this one. */
    OptionalLong firstSliceFrom(long slice);

    /** Drops all that earlier slices hold. */
    void forgetBefore(long slice);

    /** A slice and why shares were rejected in it. */
    record RejectionKey(long slice, int rejection) {}
}

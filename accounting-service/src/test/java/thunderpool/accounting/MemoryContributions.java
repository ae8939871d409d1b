package thunderpool.accounting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import thunderpool.accounting.account.Account;
import thunderpool.accounting.window.AccountTally;
import thunderpool.accounting.window.Contribution;
import thunderpool.accounting.window.ContributionStore;
import thunderpool.bitcoin.Script;
import thunderpool.work.RewardSystem;
import thunderpool.work.Work;

/** Contributions as a map: every question is answered by walking all of them, which is easy to believe. */
public final class MemoryContributions implements ContributionStore {

    private final NavigableMap<Long, Map<Contribution.Key, Contribution>> bySlice = new TreeMap<>();
    private final Map<RejectionKey, Long> rejections = new HashMap<>();
    private final List<Runnable> journal = new ArrayList<>();

    Runnable snapshot() {
        journal.clear();
        return () -> journal.reversed().forEach(Runnable::run);
    }

    @Override
    public void add(List<Contribution> contributions) {
        for (Contribution added : contributions) {
            Map<Contribution.Key, Contribution> rows =
                    bySlice.computeIfAbsent(added.key().slice(), fresh -> new HashMap<>());
            Contribution old = rows.get(added.key());
            rows.merge(
                    added.key(),
                    added,
                    (left, right) -> new Contribution(
                            left.key(),
                            left.shares() + right.shares(),
                            left.work().plus(right.work())));
            journal.add(() -> {
                if (old == null) {
                    rows.remove(added.key());
                } else {
                    rows.put(added.key(), old);
                }
                if (rows.isEmpty()) {
                    bySlice.remove(added.key().slice());
                }
            });
        }
    }

    @Override
    public void addRejections(Map<RejectionKey, Long> more) {
        more.forEach((key, count) -> {
            rejections.merge(key, count, Long::sum);
            journal.add(() -> rejections.merge(key, -count, Long::sum));
        });
    }

    /** Every row, for oracles. */
    public List<Contribution> all() {
        return bySlice.values().stream().flatMap(rows -> rows.values().stream()).toList();
    }

    @Override
    public List<SliceTotal> totals(RewardSystem rewardSystem, long newestSlice, int limit) {
        List<SliceTotal> totals = new ArrayList<>();
        bySlice.headMap(newestSlice, true).descendingMap().forEach((slice, rows) -> {
            Work work = rows.values().stream()
                    .filter(row -> row.key().rewardSystem() == rewardSystem)
                    .map(Contribution::work)
                    .reduce(Work.ZERO, Work::plus);
            if (!work.isZero() && totals.size() < limit) {
                totals.add(new SliceTotal(slice, work));
            }
        });
        return totals;
    }

    @Override
    public SortedMap<Script, Work> workBetween(RewardSystem rewardSystem, long firstSlice, long lastSlice) {
        SortedMap<Script, Work> work = new TreeMap<>(Account.BY_SCRIPT);
        for (AccountTally tally : tallies(firstSlice, lastSlice)) {
            if (tally.rewardSystem() == rewardSystem) {
                work.put(tally.account(), tally.work());
            }
        }
        return work;
    }

    @Override
    public List<AccountTally> tallies(long firstSlice, long lastSlice) {
        Map<Contribution.Key, AccountTally> sums = new HashMap<>();
        for (Map<Contribution.Key, Contribution> rows :
                bySlice.subMap(firstSlice, true, lastSlice, true).values()) {
            for (Contribution row : rows.values()) {
                Contribution.Key key = new Contribution.Key(
                        row.key().rewardSystem(), 0, row.key().account(), "");
                AccountTally one = new AccountTally(key.account(), key.rewardSystem(), row.shares(), row.work());
                sums.merge(
                        key,
                        one,
                        (left, right) -> new AccountTally(
                                left.account(),
                                left.rewardSystem(),
                                left.shares() + right.shares(),
                                left.work().plus(right.work())));
            }
        }
        return sums.values().stream().sorted(AccountTally.ORDER).toList();
    }

    @Override
    public void forgetBefore(long slice) {
        Map<Long, Map<Contribution.Key, Contribution>> old = new TreeMap<>(bySlice.headMap(slice, false));
        bySlice.headMap(slice, false).clear();
        journal.add(() -> bySlice.putAll(old));
    }

    @Override
    public OptionalLong firstSliceFrom(long slice) {
        Long first = bySlice.ceilingKey(slice);
        return first == null ? OptionalLong.empty() : OptionalLong.of(first);
    }
}

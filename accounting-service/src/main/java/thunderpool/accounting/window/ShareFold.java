package thunderpool.accounting.window;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import thunderpool.accounting.account.Account;
import thunderpool.accounting.window.ContributionStore.RejectionKey;
import thunderpool.bitcoin.Difficulty;
import thunderpool.topics.Judgement;
import thunderpool.topics.Judgement.ShareJudged;
import thunderpool.topics.Judgement.SliceSealed;
import thunderpool.work.Miner;
import thunderpool.work.Rejection;
import thunderpool.work.Work;

/**
 * Folds a batch of judgements in memory, so that the database sees one row per slice and worker instead of one per
 * share. A pure function of the batch; one fold per batch, not thread-safe.
 */
public final class ShareFold {

    private static final Comparator<Contribution.Key> BY_KEY = Comparator.comparing(Contribution.Key::rewardSystem)
            .thenComparingLong(Contribution.Key::slice)
            .thenComparing(Contribution.Key::account, Account.BY_SCRIPT)
            .thenComparing(Contribution.Key::worker);

    /** A slice that a partition had sealed before it sent a share for it. */
    public record Breach(int partition, long slice, long sealed) {}

    private record Cell(long slice, Miner miner) {}

    /** Sums of one cell; changed in place because a share must not cost an object. */
    private static final class Sum {
        private long shares;
        private Work work = Work.ZERO;

        void add(long moreShares, Work moreWork) {
            shares += moreShares;
            work = work.plus(moreWork);
        }
    }

    private final Credit credit;
    private final Map<Integer, Long> sealed;

    /** In the order of first shares: the first of an account decides about its payment scheme. */
    private final Map<Cell, Sum> cells = new LinkedHashMap<>();

    private final Map<RejectionKey, Long> rejections = new HashMap<>();
    private final Map<Integer, Long> seals = new HashMap<>();
    private @Nullable Breach breach;
    private int credited;

    /** @param sealed newest sealed slice per partition before this batch */
    public ShareFold(Credit credit, Map<Integer, Long> sealed) {
        this.credit = credit;
        this.sealed = sealed;
    }

    /** In log order within each partition. */
    public void add(Judgement judgement) {
        switch (judgement) {
            case ShareJudged judged -> judged.shares().forEach(share -> add(judged.partition(), share));
            case SliceSealed seal -> seals.merge(seal.partition(), seal.slice(), Math::max);
        }
    }

    private void add(int partition, Judgement.Share share) {
        Rejection rejection = share.rejection();
        if (rejection != null) {
            rejections.merge(new RejectionKey(share.slice(), rejection.code()), 1L, Long::sum);
            return;
        }
        long promised =
                Math.max(sealed.getOrDefault(partition, Seals.NOTHING), seals.getOrDefault(partition, Seals.NOTHING));
        if (share.slice() <= promised) {
            breach = new Breach(partition, share.slice(), promised);
        }
        Difficulty difficulty = share.job().difficulty();
        cells.computeIfAbsent(new Cell(share.slice(), share.miner()), cell -> new Sum())
                .add(1, credit.of(difficulty));
        credited++;
    }

    /** In key order, so that two instances lock rows in the same order. */
    public List<Contribution> contributions() {
        Map<Contribution.Key, Sum> merged = new HashMap<>();
        cells.forEach((cell, sum) -> {
            Miner miner = cell.miner();
            // No store keeps NUL in a text; replaced here, two spellings of one stored name are one row.
            String worker = miner.worker().replace('\0', '\uFFFD');
            Contribution.Key key = new Contribution.Key(miner.rewardSystem(), cell.slice(), miner.account(), worker);
            merged.computeIfAbsent(key, fresh -> new Sum()).add(sum.shares, sum.work);
        });
        return merged.entrySet().stream()
                .map(entry -> new Contribution(entry.getKey(), entry.getValue().shares, entry.getValue().work))
                .sorted(Comparator.comparing(Contribution::key, BY_KEY))
                .toList();
    }

    /** Who was credited, each once, in the order of their first shares. */
    public Collection<Miner> miners() {
        Set<Miner> miners = new LinkedHashSet<>();
        cells.keySet().forEach(cell -> miners.add(cell.miner()));
        return miners;
    }

    public Map<RejectionKey, Long> rejections() {
        return rejections;
    }

    public Map<Integer, Long> seals() {
        return seals;
    }

    /** Shares that were credited. */
    public int credited() {
        return credited;
    }

    public int rejected() {
        return rejections.values().stream().mapToInt(Math::toIntExact).sum();
    }

    /** A broken promise of the validator, if there was one: closed statements may miss these shares. */
    public @Nullable Breach breach() {
        return breach;
    }
}

package thunderpool.dashboard.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Target;
import thunderpool.topics.Judgement;
import thunderpool.topics.Judgement.ShareJudged;
import thunderpool.topics.Judgement.SliceSealed;
import thunderpool.topics.Received;
import thunderpool.topics.WorkersSeen;
import thunderpool.work.Miner;
import thunderpool.work.Rejection;
import thunderpool.work.RewardSystem;
import thunderpool.work.Slice;
import thunderpool.work.Work;

/**
 * Folds a batch of judged shares to one row per worker and minute, so that a million shares are a few rows, and notes
 * where a round ended. What gateways refused is added by the minute they told of it.
 */
final class ShareTally {

    static final long MINUTE_MS = 60_000;

    /** One worker under one reward system; its name as the database can hold it. */
    record Who(Script account, String worker, RewardSystem rewardSystem) {

        static Who of(Miner miner) {
            return new Who(miner.account(), PgText.storable(miner.worker()), miner.rewardSystem());
        }
    }

    private record Key(Who who, long minute) {}

    /**
     * What one worker did in one minute.
     *
     * @param minute of accounting time, from the Unix epoch
     * @param firstMs start of its first share's slice, milliseconds since the Unix epoch
     * @param lastMs start of its last credited share's slice; 0 when none was credited
     * @param bestDifficulty of its hardest credited share, 0 when unknown
     */
    record Row(
            Who who,
            long minute,
            long firstMs,
            long lastMs,
            long shares,
            long rejected,
            Work work,
            double bestDifficulty,
            long bestAtMs) {}

    /** How often shares of a worker earned nothing for one reason. */
    record Refusals(Who who, Rejection reason, long shares) {}

    /**
     * A share that solved a block.
     *
     * @param slice of the share
     * @param work credited in this batch since the cut before it, its own included
     */
    record Cut(Hash256 blockId, long slice, Work work) {}

    private static final class Sum {
        private long firstMs = Long.MAX_VALUE;
        private long lastMs;
        private long shares;
        private long rejected;
        private Work work = Work.ZERO;
        private double bestDifficulty;
        private long bestAtMs;
    }

    private final String chain;
    private final Target difficultyOne;
    private final Map<Key, Sum> sums = new HashMap<>();
    private final Map<Who, Map<Rejection, Long>> refusals = new HashMap<>();
    private final Map<Difficulty, Work> workOf = new HashMap<>();
    private final List<Cut> cuts = new ArrayList<>();
    private Work sinceCut = Work.ZERO;

    ShareTally(String chain, Target difficultyOne) {
        this.chain = chain;
        this.difficultyOne = difficultyOne;
    }

    void add(List<Received<Judgement>> batch) {
        for (Received<Judgement> received : batch) {
            switch (received.value()) {
                case ShareJudged judged -> {
                    if (judged.chain().equals(chain)) {
                        judged.shares().forEach(this::add);
                    }
                }
                case SliceSealed sealed -> {
                    // Seals matter to the ledger; a picture of the last minutes does not wait for them.
                }
            }
        }
    }

    private void add(Judgement.Share share) {
        Who who = Who.of(share.miner());
        long atMs = Slice.startMs(share.slice());
        Sum sum = sum(who, atMs);
        Rejection rejection = share.rejection();
        if (rejection == null) {
            Work work = workOf(share.job().difficulty());
            sum.shares++;
            sum.work = sum.work.plus(work);
            sum.lastMs = Math.max(sum.lastMs, atMs);
            sinceCut = sinceCut.plus(work);
            noteBest(sum, Difficulties.achieved(share, difficultyOne), atMs);
        } else {
            refuse(who, sum, rejection, 1);
        }
        Hash256 solved = share.solvedBlock();
        if (solved != null) {
            cuts.add(new Cut(solved, share.slice(), sinceCut));
            sinceCut = Work.ZERO;
        }
    }

    private static void noteBest(Sum sum, double achieved, long atMs) {
        if (achieved > sum.bestDifficulty) {
            sum.bestDifficulty = achieved;
            sum.bestAtMs = atMs;
        }
    }

    /** What a gateway refused at once, which never reaches the validator. */
    void add(WorkersSeen.Row seen, long atMs) {
        Who who = Who.of(seen.miner());
        seen.refused().forEach((reason, shares) -> refuse(who, sum(who, atMs), reason, Math.max(0, shares)));
    }

    private Sum sum(Who who, long atMs) {
        Sum sum = sums.computeIfAbsent(new Key(who, Math.floorDiv(atMs, MINUTE_MS)), any -> new Sum());
        sum.firstMs = Math.min(sum.firstMs, atMs);
        return sum;
    }

    private void refuse(Who who, Sum sum, Rejection reason, long shares) {
        sum.rejected += shares;
        refusals.computeIfAbsent(who, any -> new EnumMap<>(Rejection.class)).merge(reason, shares, Long::sum);
    }

    private Work workOf(Difficulty difficulty) {
        return workOf.computeIfAbsent(difficulty, announced -> Work.ofTarget(announced.target(difficultyOne)));
    }

    /** In one order for everyone, so that two batches can not wait for each other's row locks. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>(sums.size());
        sums.forEach((key, sum) -> rows.add(new Row(
                key.who,
                key.minute,
                sum.firstMs,
                sum.lastMs,
                sum.shares,
                sum.rejected,
                sum.work,
                sum.bestDifficulty,
                sum.bestAtMs)));
        rows.sort(Comparator.comparing(Row::who, order()).thenComparingLong(Row::minute));
        return rows;
    }

    /** In the same order. */
    List<Refusals> refusals() {
        List<Refusals> rows = new ArrayList<>();
        refusals.forEach(
                (who, reasons) -> reasons.forEach((reason, shares) -> rows.add(new Refusals(who, reason, shares))));
        rows.sort(Comparator.comparing(Refusals::who, order()).thenComparing(Refusals::reason));
        return rows;
    }

    /** Ends of rounds, in the order the shares were folded. */
    List<Cut> cuts() {
        return List.copyOf(cuts);
    }

    /** Work credited behind the last cut. */
    Work sinceCut() {
        return sinceCut;
    }

    private static Comparator<Who> order() {
        return Comparator.comparing((Who who) -> who.account().hex())
                .thenComparing(Who::worker)
                .thenComparing(Who::rewardSystem);
    }
}

package thunderpool.dashboard.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Target;
import thunderpool.topics.Judgement;
import thunderpool.topics.Judgement.ShareJudged;
import thunderpool.topics.Judgement.SliceSealed;
import thunderpool.topics.Received;
import thunderpool.work.Miner;
import thunderpool.work.RewardSystem;
import thunderpool.work.Slice;
import thunderpool.work.Work;

/** Folds a batch of judged shares to one row per worker and minute, so that a million shares are a few rows. */
final class ShareTally {

    /** A worker's minute. */
    private record Key(Script account, String worker, RewardSystem rewardSystem, long minute) {}

    /**
     * What one worker did in one minute.
     *
     * @param minute of accounting time, from the Unix epoch
     * @param firstMs start of its first share's slice, milliseconds since the Unix epoch
     * @param lastMs start of its last share's slice
     */
    record Row(
            Script account,
            String worker,
            RewardSystem rewardSystem,
            long minute,
            long firstMs,
            long lastMs,
            long shares,
            long rejected,
            Work work) {}

    private static final class Sum {
        private long firstSlice = Long.MAX_VALUE;
        private long lastSlice = Long.MIN_VALUE;
        private long shares;
        private long rejected;
        private Work work = Work.ZERO;
    }

    private final String chain;
    private final Target difficultyOne;
    private final Map<Key, Sum> sums = new HashMap<>();
    private final Map<Difficulty, Work> workOf = new HashMap<>();

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
        Miner miner = share.miner();
        long minute = Math.floorDiv(Slice.startMs(share.slice()), 60_000L);
        String worker = PgText.storable(miner.worker());
        Key key = new Key(miner.account(), worker, miner.rewardSystem(), minute);
        Sum sum = sums.computeIfAbsent(key, any -> new Sum());
        sum.firstSlice = Math.min(sum.firstSlice, share.slice());
        sum.lastSlice = Math.max(sum.lastSlice, share.slice());
        if (share.isCredited()) {
            sum.shares++;
            sum.work = sum.work.plus(workOf(share.job().difficulty()));
        } else {
            sum.rejected++;
        }
    }

    private Work workOf(Difficulty difficulty) {
        return workOf.computeIfAbsent(difficulty, announced -> Work.ofTarget(announced.target(difficultyOne)));
    }

    /** In one order for everyone, so that two batches can not wait for each other's row locks. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>(sums.size());
        sums.forEach((key, sum) -> rows.add(new Row(
                key.account,
                key.worker,
                key.rewardSystem,
                key.minute,
                Slice.startMs(sum.firstSlice),
                Slice.startMs(sum.lastSlice),
                sum.shares,
                sum.rejected,
                sum.work)));
        rows.sort(Comparator.comparing((Row row) -> row.account().hex())
                .thenComparing(Row::worker)
                .thenComparing(Row::rewardSystem)
                .thenComparingLong(Row::minute));
        return rows;
    }
}

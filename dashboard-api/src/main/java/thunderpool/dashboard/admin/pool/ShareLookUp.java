package thunderpool.dashboard.admin.pool;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.dashboard.view.Accounts;
import thunderpool.topics.Judgement;
import thunderpool.topics.Received;
import thunderpool.topics.ShareSubmitted;
import thunderpool.work.Rejection;

/**
 * Finds shares in the log: those of a worker between two times, or one by its identity. A search reads only so many records,
 * and says how far it came; only one runs at a time, since reading the log takes from the same disk that shares are kept on.
 */
public final class ShareLookUp {

    /** A share as it was judged. */
    public record Found(
            Instant at,
            long offset,
            int partition,
            String identity,
            String jobId,
            String account,
            String worker,
            String rewardSystem,
            double difficulty,
            long slice,
            @Nullable Long epoch,
            @Nullable Rejection rejection,
            @Nullable String solvedBlock) {}

    /**
     * What a search brought.
     *
     * @param shares newest first
     * @param scannedUntil where it stopped when it is not complete: ask again from there
     */
    public record Search(
            List<Found> shares,
            long scannedRecords,
            long scannedShares,
            @Nullable Instant scannedUntil,
            boolean complete) {}

    /**
     * What is looked for; what is null does not matter.
     *
     * @param fromMs milliseconds since the Unix epoch, of the broker's append time
     * @param toMs exclusive
     * @param limit shares at most
     */
    public record Wanted(
            @Nullable Script account,
            @Nullable String worker,
            @Nullable Hash256 identity,
            long fromMs,
            long toMs,
            int limit) {

        boolean fits(Judgement.Share share) {
            return (account == null || share.miner().account().equals(account))
                    && (worker == null || share.miner().worker().equals(worker))
                    && (identity == null || share.identity().equals(identity));
        }
    }

    private final ShareLog log;
    private final Accounts accounts;
    private final LongFunction<Optional<Long>> epochs;
    private final int recordsMax;
    private final Semaphore turn = new Semaphore(1);

    /**
     * @param epochs the closed epoch that a slice belongs to
     * @param recordsMax read for one search, over all partitions
     */
    public ShareLookUp(ShareLog log, Accounts accounts, LongFunction<Optional<Long>> epochs, int recordsMax) {
        this.log = log;
        this.accounts = accounts;
        this.epochs = epochs;
        this.recordsMax = recordsMax;
    }

    /** Empty while another search runs. */
    public Optional<Search> find(Wanted wanted) {
        if (!turn.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return Optional.of(search(wanted));
        } finally {
            turn.release();
        }
    }

    private Search search(Wanted wanted) {
        Pile pile = new Pile(wanted);
        long records = 0;
        long untilMs = wanted.toMs();
        boolean complete = true;
        for (int partition = 0; partition < ShareSubmitted.PARTITIONS; partition++) {
            ShareLog.Reached reached = log.read(
                    partition, wanted.fromMs(), wanted.toMs(), recordsMax / ShareSubmitted.PARTITIONS, pile::add);
            records += reached.records();
            if (!reached.complete()) {
                complete = false;
                untilMs = Math.min(untilMs, reached.untilMs());
            }
        }
        return new Search(
                pile.newestFirst(), records, pile.seen, complete ? null : Instant.ofEpochMilli(untilMs), complete);
    }

    /** The shares that fit, the newest of them when there are more than are wanted. */
    private final class Pile {
        private final Wanted wanted;
        private final List<Hit> hits = new ArrayList<>();
        private long seen;

        Pile(Wanted wanted) {
            this.wanted = wanted;
        }

        void add(Received<Judgement> record) {
            if (!(record.value() instanceof Judgement.ShareJudged judged)) {
                return;
            }
            seen += judged.shares().size();
            for (Judgement.Share share : judged.shares()) {
                if (wanted.fits(share)) {
                    hits.add(new Hit(record, share));
                }
            }
            if (hits.size() > 4 * wanted.limit()) {
                keepNewest();
            }
        }

        List<Found> newestFirst() {
            keepNewest();
            Map<Long, Optional<Long>> epochOf = new HashMap<>();
            return hits.stream()
                    .map(hit -> found(
                            hit,
                            epochOf.computeIfAbsent(hit.share.slice(), epochs::apply)
                                    .orElse(null)))
                    .toList();
        }

        private void keepNewest() {
            hits.sort(Comparator.comparingLong((Hit hit) -> hit.record.appendTimeMs())
                    .reversed()
                    .thenComparingInt(hit -> hit.record.partition()));
            if (hits.size() > wanted.limit()) {
                hits.subList(wanted.limit(), hits.size()).clear();
            }
        }
    }

    /** Its epoch is asked for only when it is among the newest. */
    private record Hit(Received<Judgement> record, Judgement.Share share) {}

    private Found found(Hit hit, @Nullable Long epoch) {
        Received<Judgement> record = hit.record;
        Judgement.Share share = hit.share;
        return new Found(
                Instant.ofEpochMilli(record.appendTimeMs()),
                record.offset(),
                record.partition(),
                share.identity().displayHex(),
                share.job().text(),
                accounts.text(share.miner().account().bytes()),
                share.miner().worker(),
                share.miner().rewardSystem().name(),
                Math.scalb(1.0, share.job().difficulty().exponent()),
                share.slice(),
                epoch,
                share.rejection(),
                share.solvedBlock() == null ? null : share.solvedBlock().displayHex());
    }
}

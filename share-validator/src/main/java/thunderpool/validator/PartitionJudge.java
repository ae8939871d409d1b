package thunderpool.validator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Hash256;
import thunderpool.topics.Judgement;
import thunderpool.topics.Judgement.ShareJudged;
import thunderpool.topics.Judgement.SliceSealed;
import thunderpool.topics.Received;
import thunderpool.topics.ShareSubmitted;
import thunderpool.work.Algorithm;
import thunderpool.work.Duplicates;
import thunderpool.work.Extranonce;
import thunderpool.work.Job;
import thunderpool.work.JobId;
import thunderpool.work.JobLife;
import thunderpool.work.Judge;
import thunderpool.work.Rejection;
import thunderpool.work.Slice;
import thunderpool.work.Verdict;

/**
 * The state of one partition: which shares were seen, and how far accounting time has come. A pure fold: what it says
 * about a record depends only on the records before it, so a new owner that replays the judgements continues exactly
 * where the old one stopped. Not thread-safe.
 */
public final class PartitionJudge {

    private final String chain;
    private final int partition;
    private final TemplateBook templates;
    private final Judge judge;
    private final Duplicates duplicates = new Duplicates(JobLife.REMEMBERED_MS);
    private long lastSlice = Long.MIN_VALUE;
    private long sealedSlice = Long.MIN_VALUE;

    public PartitionJudge(String chain, int partition, TemplateBook templates, Algorithm algorithm) {
        this.chain = chain;
        this.partition = partition;
        this.templates = templates;
        this.judge = new Judge(algorithm);
    }

    /** Takes over what an earlier owner said; called for the partition's judgements in order, before any judging. */
    public void replay(Received<Judgement> said) {
        switch (said.value()) {
            case ShareJudged judged -> {
                for (Judgement.Share share : judged.shares()) {
                    lastSlice = Math.max(lastSlice, share.slice());
                    if (share.isCredited()) {
                        duplicates.firstSight(share.identity(), Slice.startMs(share.slice()));
                    }
                }
            }
            case SliceSealed sealed -> markSealed(sealed.slice());
        }
    }

    /**
     * Judges a record, or answers empty while a template it refers to has not arrived: then nothing changed, and the
     * caller waits and asks again. A validator never refuses a share for what it itself lacks.
     */
    public Optional<ShareJudged> judge(Received<ShareSubmitted> submitted) {
        for (ShareSubmitted.Share share : submitted.value().shares()) {
            if (templates.find(share.submission().job().templateId()).isEmpty()) {
                return Optional.empty();
            }
        }
        long slice = Math.max(Slice.at(submitted.appendTimeMs()), lastSlice);
        lastSlice = slice;
        List<Judgement.Share> judged = new ArrayList<>();
        for (ShareSubmitted.Share share : submitted.value().shares()) {
            judged.add(judge(share, slice, submitted.appendTimeMs()));
        }
        return Optional.of(new ShareJudged(chain, partition, judged));
    }

    private Judgement.Share judge(ShareSubmitted.Share share, long slice, long appendTimeMs) {
        JobId id = share.submission().job();
        if (Extranonce.partitionOf(share.submission().extranonce1(), ShareSubmitted.PARTITIONS) != partition) {
            // Equal work must meet one validator: a gateway that writes elsewhere could have it credited twice.
            return new Judgement.Share(Hash256.ZERO, id, share.miner(), slice, Rejection.MALFORMED, null);
        }
        TemplateBook.Entry entry = templates.find(id.templateId()).orElseThrow();
        Job job;
        try {
            job = templates.job(entry, id);
        } catch (IllegalArgumentException noSuchPlan) {
            return new Judgement.Share(Hash256.ZERO, id, share.miner(), slice, Rejection.UNKNOWN_JOB, null);
        }
        Verdict verdict = judge.judge(job, share.submission());
        Rejection rejection = rejection(verdict, entry, slice, appendTimeMs);
        return new Judgement.Share(
                verdict.identity(), id, share.miner(), slice, rejection, verdict.achieved(), verdict.solvedBlock());
    }

    private @Nullable Rejection rejection(Verdict verdict, TemplateBook.Entry entry, long slice, long appendTimeMs) {
        return switch (verdict) {
            case Verdict.Rejected rejected -> rejected.rejection();
            case Verdict.Accepted accepted -> {
                if (appendTimeMs > entry.publishedMs() + JobLife.AT_THE_VALIDATOR_MS) {
                    yield Rejection.STALE;
                }
                // The slice's start, not the append time: replay knows only slices, and must remember as long.
                yield duplicates.firstSight(accepted.identity(), Slice.startMs(slice)) ? null : Rejection.DUPLICATE;
            }
        };
    }

    /**
     * Seals everything before the slice of {@code nowMs}, when that is news. To be asked only when every record that
     * was appended before {@code nowMs} has been judged, or on an idle partition: a record that comes with an earlier
     * append time all the same is given the first slice that is not sealed.
     *
     * @param nowMs broker time as far as known, milliseconds since the Unix epoch
     */
    public Optional<SliceSealed> seal(long nowMs) {
        long slice = Slice.at(nowMs) - 1;
        if (slice <= sealedSlice) {
            return Optional.empty();
        }
        markSealed(slice);
        return Optional.of(new SliceSealed(chain, partition, slice));
    }

    private void markSealed(long slice) {
        sealedSlice = Math.max(sealedSlice, slice);
        lastSlice = Math.max(lastSlice, sealedSlice + 1);
    }

    public int partition() {
        return partition;
    }

    /** Identities remembered at present. */
    public int remembered() {
        return duplicates.size();
    }
}

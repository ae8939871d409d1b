package thunderpool.topics;

import java.util.List;
import java.util.Set;
import thunderpool.bitcoin.Difficulty;
import thunderpool.work.Extranonce;
import thunderpool.work.JobId;
import thunderpool.work.Miner;
import thunderpool.work.RewardSystem;
import thunderpool.work.Submission;

/**
 * Shares a gateway judged good and promises nothing about yet; the validator judges them again from these bytes. All
 * shares of a record belong to one partition.
 *
 * @param chain the chain they were mined for
 * @param shares one to many, all with extranonces of one partition
 */
public record ShareSubmitted(String chain, List<Share> shares) {

    /** One submission and who made it. */
    public record Share(Submission submission, Miner miner) {}

    /** Co-partitioned with {@link Judgement}. */
    public static final int PARTITIONS = 4;

    public static final Topic<ShareSubmitted> TOPIC = new Topic<>(
            "share-submitted",
            PARTITIONS,
            new ShareSubmittedCodec(),
            Principal.GATEWAY,
            Set.of(Principal.VALIDATOR),
            Retention.days(3),
            record -> new byte[0],
            record -> partitionOf(record.shares.getFirst().submission()));

    public ShareSubmitted {
        shares = List.copyOf(shares);
        if (shares.isEmpty()) {
            throw new IllegalArgumentException("a ShareSubmitted holds at least one share");
        }
        int partition = partitionOf(shares.getFirst().submission());
        for (Share share : shares) {
            if (partitionOf(share.submission()) != partition) {
                throw new IllegalArgumentException("shares of two partitions in one record");
            }
        }
    }

    private static int partitionOf(Submission submission) {
        return Extranonce.partitionOf(submission.extranonce1(), PARTITIONS);
    }

    static void writeSubmission(Submission submission, RecordWriter out) {
        out.int32(submission.job().templateId());
        out.uint8(submission.job().planId());
        out.uint8(submission.job().difficulty().exponent() & 0xff);
        out.int32(submission.extranonce1());
        out.int64(submission.extranonce2());
        out.int32(submission.ntime());
        out.int32(submission.nonce());
        out.int32(submission.version());
    }

    static Submission readSubmission(RecordReader in) {
        JobId job = new JobId(in.int32(), in.uint8(), new Difficulty((byte) in.uint8()));
        return new Submission(job, in.int32(), in.int64(), in.int32(), in.int32(), in.int32());
    }

    static void writeMiner(Miner miner, RecordWriter out) {
        out.script(miner.account());
        out.text(miner.worker());
        out.uint8(miner.rewardSystem().code());
        out.text(miner.schemeTag());
    }

    static Miner readMiner(RecordReader in) {
        return new Miner(in.script(), in.text(), RewardSystem.ofCode(in.uint8()), in.text());
    }

    private static final class ShareSubmittedCodec implements Codec<ShareSubmitted> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(ShareSubmitted value, RecordWriter out) {
            out.text(value.chain);
            out.list(value.shares, (share, to) -> {
                writeSubmission(share.submission, to);
                writeMiner(share.miner, to);
            });
        }

        @Override
        public ShareSubmitted read(int version, RecordReader in) {
            return new ShareSubmitted(in.text(), in.list(from -> new Share(readSubmission(from), readMiner(from))));
        }
    }
}

package thunderpool.topics;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Hash256;
import thunderpool.work.Achieved;
import thunderpool.work.JobId;
import thunderpool.work.Miner;
import thunderpool.work.Rejection;

/**
 * What the validator says, in one order per partition: judged shares, and seals behind them. A seal travels in the same
 * partition as the shares it seals, so a reader that sees it has seen them all.
 */
public sealed interface Judgement {

    /** The partition of share-submitted that it speaks about; the record's own partition is the same. */
    int partition();

    /** The chain of the shares. */
    String chain();

    Topic<Judgement> TOPIC = new Topic<>(
            "share-judged",
            ShareSubmitted.PARTITIONS,
            new JudgementCodec(),
            Principal.VALIDATOR,
            Set.of(Principal.VALIDATOR, Principal.ACCOUNTING, Principal.DASHBOARD),
            Retention.days(30),
            record -> new byte[0],
            Judgement::partition);

    /**
     * Judged shares of one partition, in the order of their submission.
     *
     * @param shares accepted and rejected ones
     */
    record ShareJudged(String chain, int partition, List<Share> shares) implements Judgement {
        public ShareJudged {
            shares = List.copyOf(shares);
        }
    }

    /** No share of this partition will ever be given this slice or an earlier one. */
    record SliceSealed(String chain, int partition, long slice) implements Judgement {}

    /**
     * One judged share.
     *
     * @param identity what makes it the same share in any spelling
     * @param job names the difficulty, and so the credit
     * @param slice accounting time: never below an earlier share's of the partition, never a sealed one
     * @param rejection null when it is credited
     * @param achieved how good its hash was; null when it was refused without hashing, and in records of version 1
     * @param solvedBlock id of the block it solves, if it does, credited or not
     */
    record Share(
            Hash256 identity,
            JobId job,
            Miner miner,
            long slice,
            @Nullable Rejection rejection,
            @Nullable Achieved achieved,
            @Nullable Hash256 solvedBlock) {

        /** A share whose hash is not known. */
        public Share(
                Hash256 identity,
                JobId job,
                Miner miner,
                long slice,
                @Nullable Rejection rejection,
                @Nullable Hash256 solvedBlock) {
            this(identity, job, miner, slice, rejection, null, solvedBlock);
        }

        public boolean isCredited() {
            return rejection == null;
        }
    }

    /**
     * A kind byte (1 judged, 2 sealed), then the fields. Version 2 has five more bytes in each share, {@link Achieved}: zero bits
     * and what follows, all zero where there is none.
     */
    final class JudgementCodec implements Codec<Judgement> {

        private static final int JUDGED = 1;
        private static final int SEALED = 2;

        private JudgementCodec() {}

        @Override
        public int version() {
            return 2;
        }

        @Override
        public void write(Judgement value, RecordWriter out) {
            switch (value) {
                case ShareJudged judged -> {
                    out.uint8(JUDGED);
                    out.text(judged.chain);
                    out.uint16(judged.partition);
                    out.list(judged.shares, JudgementCodec::writeShare);
                }
                case SliceSealed sealed -> {
                    out.uint8(SEALED);
                    out.text(sealed.chain);
                    out.uint16(sealed.partition);
                    out.int64(sealed.slice);
                }
            }
        }

        @Override
        public Judgement read(int version, RecordReader in) {
            int kind = in.uint8();
            String chain = in.text();
            int partition = in.uint16();
            return switch (kind) {
                case JUDGED -> new ShareJudged(chain, partition, in.list(share -> readShare(version, share)));
                case SEALED -> new SliceSealed(chain, partition, in.int64());
                default -> throw new CorruptRecordException("unknown judgement kind " + kind);
            };
        }

        private static void writeShare(Share share, RecordWriter out) {
            out.hash(share.identity);
            out.int32(share.job.templateId());
            out.uint8(share.job.planId());
            out.uint8(share.job.difficulty().exponent() & 0xff);
            ShareSubmitted.writeMiner(share.miner, out);
            out.int64(share.slice);
            out.uint8(share.rejection == null ? 0 : share.rejection.code());
            out.uint8(share.achieved == null ? 0 : share.achieved.zeroBits());
            out.int32(share.achieved == null ? 0 : share.achieved.following());
            out.optionalHash(share.solvedBlock);
        }

        private static Share readShare(int version, RecordReader in) {
            Hash256 identity = in.hash();
            JobId job = new JobId(in.int32(), in.uint8(), new thunderpool.bitcoin.Difficulty((byte) in.uint8()));
            Miner miner = ShareSubmitted.readMiner(in);
            long slice = in.int64();
            int rejection = in.uint8();
            return new Share(
                    identity,
                    job,
                    miner,
                    slice,
                    rejection == 0 ? null : Rejection.ofCode(rejection),
                    version == 1 ? null : readAchieved(in),
                    in.optionalHash());
        }

        private static @Nullable Achieved readAchieved(RecordReader in) {
            int zeroBits = in.uint8();
            int following = in.int32();
            return zeroBits == 0 && following == 0 ? null : new Achieved(zeroBits, following);
        }
    }
}

package thunderpool.work;

import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sha256d;

/**
 * The one judge of shares: at the edge to answer, in the validator to credit. A pure function of job and submission
 * (no clock, no history), so both always agree; duplicates and staleness are asked elsewhere. Not thread-safe, because
 * it keeps scratch memory.
 */
public final class Judge {

    private final Algorithm.Hasher hasher;
    private final Sha256d sha256d = new Sha256d();
    private final byte[] header = new byte[80];
    private byte[] coinbase = new byte[512];

    public Judge(Algorithm algorithm) {
        this.hasher = algorithm.hasher();
    }

    /** Hashes first and asks everything else afterwards: a block must go home whatever else is wrong with the share. */
    public Verdict judge(Job job, Submission submission) {
        if (coinbase.length < job.coinbaseLength()) {
            coinbase = new byte[job.coinbaseLength()];
        }
        job.writeHeader(submission, sha256d, coinbase, header);
        Hash256 identity = hasher.identity(header);
        Hash256 proof = hasher.proof(header, identity);
        Hash256 block = job.networkTarget().isMetBy(proof) ? hasher.blockId(header, identity) : null;
        Achieved achieved = Achieved.of(proof);
        Rejection rejection = rejection(job, submission, proof);
        return rejection == null
                ? new Verdict.Accepted(identity, achieved, block)
                : new Verdict.Rejected(rejection, identity, achieved, block);
    }

    private static @Nullable Rejection rejection(Job job, Submission submission, Hash256 proof) {
        if (!job.template().allowsTime(submission.ntime())) {
            return Rejection.BAD_NTIME;
        }
        if (VersionMask.breaks(job.template().version(), submission.version())) {
            return Rejection.BAD_VERSION;
        }
        return job.shareTarget().isMetBy(proof) ? null : Rejection.LOW_DIFFICULTY;
    }
}

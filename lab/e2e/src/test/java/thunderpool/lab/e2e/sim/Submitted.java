package thunderpool.lab.e2e.sim;

import java.math.BigInteger;
import thunderpool.bitcoin.Hash256;
import thunderpool.work.Submission;

/** One submit of one miner, what it was worth by the miner's own arithmetic, and what the pool said. */
final class Submitted {

    /** What became of it on the wire. */
    enum Answer {
        WAITING,
        TRUE,
        REFUSED,
        /** The connection ended before an answer arrived. */
        NONE
    }

    /** Whose it is: the account's script in hexadecimal, the worker, and how the port earns. */
    record Owner(String account, String worker, String rewardSystem) {}

    final Hash256 identity;
    final Submission submission;
    final Owner owner;
    final BigInteger work;

    /** Whether its hash meets the announced target within the job's rules. */
    final boolean valid;

    /** Whether its hash meets the network's target. */
    final boolean solves;

    Answer answer = Answer.WAITING;

    /** Whether the answer shows that a gateway looked at the hash. */
    boolean judged;

    Submitted(byte[] header, Submission submission, Owner owner, WireJob job, boolean withinRules) {
        BigInteger hash = BlockInspector.number(header);
        String digits = hash.toString(16);
        this.identity = Hash256.ofDisplayHex("0".repeat(64 - digits.length()) + digits);
        this.submission = submission;
        this.owner = owner;
        this.work = job.work();
        this.valid = withinRules && hash.compareTo(job.target()) <= 0;
        this.solves = hash.compareTo(job.networkTarget()) <= 0;
    }

    @Override
    public String toString() {
        return identity + " of " + owner + " valid=" + valid + " " + answer;
    }
}

package thunderpool.gateway.session;

import java.util.List;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.work.Algorithm;
import thunderpool.work.CoinbasePlan;
import thunderpool.work.Job;
import thunderpool.work.JobId;
import thunderpool.work.Judge;
import thunderpool.work.Submission;
import thunderpool.work.Tag;
import thunderpool.work.Template;
import thunderpool.work.Verdict;

/** Templates for tests and shares that solve them. */
public final class Work {
    /** No hash of a test meets it. */
    public static final int HARD = 0x1d00ffff;
    /** Every second hash meets it. */
    public static final int EASY = 0x207fffff;

    public static final Script POOL = Script.ofHex("0014" + "11".repeat(20));
    public static final Hash256 TIP_A = Hash256.ofDisplayHex("0a".repeat(32));
    public static final Hash256 TIP_B = Hash256.ofDisplayHex("0b".repeat(32));
    public static final int TIME = 1_760_000_000;

    private Work() {}

    public static Template template(int id, Hash256 previous, int nbits) {
        return template(Chain.BITCOIN_REGTEST, id, previous, nbits);
    }

    public static Template template(Chain chain, int id, Hash256 previous, int nbits) {
        return new Template(
                chain.name(),
                id,
                120,
                previous,
                0x20000000,
                nbits,
                TIME - 100,
                TIME,
                Sats.of(5_000_000_000L),
                List.of(),
                0,
                Tag.ofText("/test/"),
                List.of(Hash256.ofDisplayHex("0c".repeat(32))),
                List.of(CoinbasePlan.custodial(POOL)));
    }

    /** A nonce whose share is accepted and is, or is not, a block; from {@code from} on. */
    public static int nonce(Template template, JobId id, int extranonce1, int from, boolean block) {
        Job job = Job.of(template, id, Chain.BITCOIN_REGTEST.difficultyOne());
        Judge judge = new Judge(Algorithm.SHA256D);
        for (int nonce = from; ; nonce++) {
            Submission submission = new Submission(id, extranonce1, 0, template.curTime(), nonce, template.version());
            Verdict verdict = judge.judge(job, submission);
            if (verdict instanceof Verdict.Accepted && (verdict.solvedBlock() != null) == block) {
                return nonce;
            }
        }
    }

    public static JobId job(int templateId, int exponent) {
        return new JobId(templateId, 0, new Difficulty(exponent));
    }
}

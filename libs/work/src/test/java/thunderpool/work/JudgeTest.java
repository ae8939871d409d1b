package thunderpool.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import org.bitcoinj.base.Sha256Hash;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Target;

class JudgeTest {

    private static final Target ONE = Chain.byName("bitcoin-regtest").difficultyOne();
    private static final BigInteger HALF = new BigInteger("7fffff", 16).shiftLeft(8 * 29);
    private final Judge judge = new Judge(Algorithm.SHA256D);

    private static Job job(int exponent) {
        return Job.of(Templates.regtest(7, List.of()), new JobId(7, 0, new Difficulty(exponent)), ONE);
    }

    private static Submission at(Job job, int nonce) {
        return new Submission(job.id(), 1, 2, Templates.CUR_TIME, nonce, 0x20000000);
    }

    /** The hash as a number, by bitcoinj. */
    private static BigInteger number(Job job, Submission submission) {
        return Sha256Hash.wrapReversed(Sha256Hash.hashTwice(job.header(submission)))
                .toBigInteger();
    }

    @Test
    void acceptsExactlyWhatMeetsTheAnnouncedTargetAndFindsExactlyTheBlocks() {
        Job job = job(-28);
        BigInteger target = new BigInteger("ffff", 16).shiftLeft(8 * 26).shiftLeft(28);
        int accepted = 0;
        int solved = 0;
        for (int nonce = 0; nonce < 400; nonce++) {
            Submission submission = at(job, nonce);
            BigInteger number = number(job, submission);
            Verdict verdict = judge.judge(job, submission);
            assertThat(verdict instanceof Verdict.Accepted).isEqualTo(number.compareTo(target) <= 0);
            assertThat(verdict.solvedBlock() != null).isEqualTo(number.compareTo(HALF) <= 0);
            assertThat(verdict.identity().displayHex())
                    .isEqualTo(Sha256Hash.wrapReversed(Sha256Hash.hashTwice(job.header(submission)))
                            .toString());
            assertThat(verdict.achieved().zeroBits()).isEqualTo(256 - number.bitLength());
            accepted += verdict instanceof Verdict.Accepted ? 1 : 0;
            solved += verdict.solvedBlock() != null ? 1 : 0;
        }
        assertThat(accepted).isBetween(5, 60);
        assertThat(solved).isBetween(120, 280);
    }

    @Test
    void aBlockIsSeenEvenWhenTheShareIsRefused() {
        Job job = job(-31);
        int nonce = solvingNonce(job, Templates.CUR_TIME + 7201, 0x20000000);
        Submission late = new Submission(job.id(), 1, 2, Templates.CUR_TIME + 7201, nonce, 0x20000000);
        Verdict verdict = judge.judge(job, late);
        assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
        assertThat(((Verdict.Rejected) verdict).rejection()).isEqualTo(Rejection.BAD_NTIME);
        assertThat(verdict.solvedBlock()).isEqualTo(Hash256.ofWire(Sha256Hash.hashTwice(job.header(late))));
    }

    @Test
    void timeIsAllowedFromMintimeToTwoHoursAheadOfTheTemplate() {
        assertThat(rejectionAt(Templates.CUR_TIME - 3601, 0x20000000)).isEqualTo(Rejection.BAD_NTIME);
        assertThat(rejectionAt(Templates.CUR_TIME - 3600, 0x20000000)).isNull();
        assertThat(rejectionAt(Templates.CUR_TIME + 7200, 0x20000000)).isNull();
        assertThat(rejectionAt(Templates.CUR_TIME + 7201, 0x20000000)).isEqualTo(Rejection.BAD_NTIME);
    }

    @Test
    void versionMayDifferInsideTheMaskOnly() {
        assertThat(rejectionAt(Templates.CUR_TIME, 0x20000000 | 0x1fffe000)).isNull();
        assertThat(rejectionAt(Templates.CUR_TIME, 0x20001000)).isEqualTo(Rejection.BAD_VERSION);
        assertThat(rejectionAt(Templates.CUR_TIME, 0)).isEqualTo(Rejection.BAD_VERSION);
    }

    private @org.jspecify.annotations.Nullable Rejection rejectionAt(int ntime, int version) {
        Job job = job(-32);
        Verdict verdict = judge.judge(job, new Submission(job.id(), 1, 2, ntime, 5, version));
        return verdict instanceof Verdict.Rejected rejected ? rejected.rejection() : null;
    }

    private static int solvingNonce(Job job, int ntime, int version) {
        for (int nonce = 0; nonce < 1000; nonce++) {
            if (number(job, new Submission(job.id(), 1, 2, ntime, nonce, version))
                            .compareTo(HALF)
                    <= 0) {
                return nonce;
            }
        }
        throw new AssertionError("no nonce in 1000 meets regtest's target");
    }
}

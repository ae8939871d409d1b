package thunderpool.lab.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Sha256d;
import thunderpool.work.Algorithm;
import thunderpool.work.CoinbasePlan;
import thunderpool.work.Job;
import thunderpool.work.JobId;
import thunderpool.work.Judge;
import thunderpool.work.Submission;
import thunderpool.work.Tag;
import thunderpool.work.Template;
import thunderpool.work.Verdict;

/**
 * One share judged from its raw numbers: coinbase, twelve merkle steps (a full block's 4096 transactions), header, targets.
 * The pool does this twice a share, at the edge and in the validator.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class JudgeBenchmark {
    private static final int MERKLE_STEPS = 12;
    private static final int TIME = 1_700_000_000;

    private final Job job = job();
    private final Judge judge = new Judge(Algorithm.SHA256D);
    private int nonce;

    private static Job job() {
        List<Hash256> branch = new ArrayList<>();
        Hash256 step = Hash256.ZERO;
        for (int i = 0; i < MERKLE_STEPS; i++) {
            step = Sha256d.of(step.wire());
            branch.add(step);
        }
        Template template = new Template(
                Chain.BITCOIN_MAIN.name(),
                1,
                900_000,
                Hash256.ZERO,
                0x20000000,
                0x17023774,
                TIME - 600,
                TIME,
                Sats.of(312_500_000L),
                List.of(),
                0,
                Tag.ofText("/Thunder Pool/"),
                branch,
                List.of(CoinbasePlan.custodial(Script.ofHex("0014" + "00".repeat(20)))));
        return Job.of(template, new JobId(1, 0, Difficulty.EASIEST), Chain.BITCOIN_MAIN.difficultyOne());
    }

    @Benchmark
    public Verdict judge() {
        return judge.judge(job, new Submission(job.id(), 0x00070001, 42L, TIME, nonce++, 0x20000000));
    }
}

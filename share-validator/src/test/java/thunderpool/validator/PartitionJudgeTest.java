package thunderpool.validator;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.topics.Judgement;
import thunderpool.topics.Judgement.ShareJudged;
import thunderpool.topics.Judgement.SliceSealed;
import thunderpool.topics.MemoryTopics;
import thunderpool.topics.ShareSubmitted;
import thunderpool.topics.TemplatePublished;
import thunderpool.work.Achieved;
import thunderpool.work.Algorithm;
import thunderpool.work.CoinbasePlan;
import thunderpool.work.Extranonce;
import thunderpool.work.JobId;
import thunderpool.work.JobLife;
import thunderpool.work.Miner;
import thunderpool.work.Rejection;
import thunderpool.work.RewardSystem;
import thunderpool.work.Slice;
import thunderpool.work.Submission;
import thunderpool.work.Tag;
import thunderpool.work.Template;

class PartitionJudgeTest {

    private static final Chain CHAIN = Chain.byName("bitcoin-regtest");
    private static final Script ACCOUNT = Script.ofHex("0014751e76e8199196d454941c45d1b3a323f1433bd6");
    private static final Miner ALICE = new Miner(ACCOUNT, "a", RewardSystem.PPLNS, "blocks");
    private static final Miner BOB = new Miner(ACCOUNT, "b", RewardSystem.SOLO, "time");
    private static final long START_MS = 1_700_000_000_000L;
    private static final int EXTRANONCE1 = 7;
    private static final int PARTITION = Extranonce.partitionOf(EXTRANONCE1, ShareSubmitted.PARTITIONS);

    private long nowMs = START_MS;
    private final MemoryTopics topics = new MemoryTopics(() -> nowMs);
    private final TemplateBook templates = new TemplateBook(CHAIN.name(), CHAIN.difficultyOne());
    private PartitionJudge judge = newJudge();
    private long nextSubmitted;

    private PartitionJudge newJudge() {
        return new PartitionJudge(CHAIN.name(), PARTITION, templates, Algorithm.SHA256D);
    }

    @BeforeEach
    void publishTemplate() {
        publish(1);
    }

    private void publish(int id) {
        Template template = new Template(
                CHAIN.name(),
                id,
                10,
                Hash256.ZERO,
                0x20000000,
                0x207fffff,
                1_699_990_000,
                1_700_000_000,
                Sats.of(5_000_000_000L),
                List.of(),
                0,
                Tag.ofText("t"),
                List.of(),
                List.of(CoinbasePlan.custodial(ACCOUNT)));
        long offset = topics.append(TemplatePublished.TOPIC, new TemplatePublished(template, true));
        templates.on(topics.read(TemplatePublished.TOPIC, 0, offset, 1).getFirst());
    }

    /** At difficulty 2^-32 all but one in 65,536 hashes are shares. */
    private static Submission nonce(int nonce) {
        return new Submission(new JobId(1, 0, new Difficulty(-32)), EXTRANONCE1, 0, 1_700_000_000, nonce, 0x20000000);
    }

    private Optional<ShareJudged> submit(Submission submission, Miner miner) {
        ShareSubmitted record = new ShareSubmitted(CHAIN.name(), List.of(new ShareSubmitted.Share(submission, miner)));
        topics.append(ShareSubmitted.TOPIC, record);
        Optional<ShareJudged> judged = judge.judge(
                topics.read(ShareSubmitted.TOPIC, PARTITION, nextSubmitted, 1).getFirst());
        judged.ifPresent(said -> {
            nextSubmitted++;
            topics.append(Judgement.TOPIC, said);
        });
        return judged;
    }

    private Judgement.Share judged(Submission submission, Miner miner) {
        return submit(submission, miner).orElseThrow().shares().getFirst();
    }

    private @Nullable Rejection rejection(Submission submission, Miner miner) {
        return judged(submission, miner).rejection();
    }

    private void restart() {
        judge = newJudge();
        topics.read(Judgement.TOPIC, PARTITION, 0, Integer.MAX_VALUE).forEach(judge::replay);
    }

    @Test
    void creditsAShareOnceWhoeverRepeatsIt() {
        assertThat(rejection(nonce(1), ALICE)).isNull();
        assertThat(rejection(nonce(1), ALICE)).isEqualTo(Rejection.DUPLICATE);
        assertThat(rejection(nonce(1), BOB)).isEqualTo(Rejection.DUPLICATE);
    }

    @Test
    void aNewOwnerThatReplaysKnowsWhatWasCredited() {
        assertThat(rejection(nonce(1), ALICE)).isNull();
        restart();
        assertThat(rejection(nonce(1), BOB)).isEqualTo(Rejection.DUPLICATE);
        assertThat(rejection(nonce(2), BOB)).isNull();
    }

    @Test
    void waitsForATemplateInsteadOfRefusing() {
        Submission ahead =
                new Submission(new JobId(2, 0, new Difficulty(-32)), EXTRANONCE1, 0, 1_700_000_000, 1, 0x20000000);
        assertThat(submit(ahead, ALICE)).isEmpty();
        publish(2);
        Judgement.Share share = judge.judge(topics.read(ShareSubmitted.TOPIC, PARTITION, nextSubmitted, 1)
                        .getFirst())
                .orElseThrow()
                .shares()
                .getFirst();
        assertThat(share.isCredited()).isTrue();
    }

    @Test
    void refusesWorkThatIsLongOverButNothingTheEdgeMayHaveAnswered() {
        nowMs = START_MS + JobLife.AT_THE_EDGE_MS + 120_000;
        assertThat(rejection(nonce(1), ALICE)).isNull();
        nowMs = START_MS + JobLife.AT_THE_VALIDATOR_MS + 1;
        assertThat(rejection(nonce(2), ALICE)).isEqualTo(Rejection.STALE);
    }

    @Test
    void remembersRepeatsForAsLongAsTheyCouldBeCredited() {
        assertThat(rejection(nonce(1), ALICE)).isNull();
        for (long at = START_MS; at <= START_MS + JobLife.AT_THE_VALIDATOR_MS; at += 30_000) {
            nowMs = at;
            assertThat(rejection(nonce(1), BOB)).isEqualTo(Rejection.DUPLICATE);
        }
    }

    @Test
    void aShareInAPartitionThatIsNotItsOwnEarnsNothing() {
        int foreign = 0;
        while (Extranonce.partitionOf(foreign, ShareSubmitted.PARTITIONS) == PARTITION) {
            foreign++;
        }
        Submission moved =
                new Submission(new JobId(1, 0, new Difficulty(-32)), foreign, 0, 1_700_000_000, 1, 0x20000000);
        ShareSubmitted record = new ShareSubmitted(CHAIN.name(), List.of(new ShareSubmitted.Share(moved, ALICE)));
        ShareJudged judged = judge.judge(
                        new thunderpool.topics.Received<>(ShareSubmitted.TOPIC, PARTITION, 0, nowMs, record))
                .orElseThrow();
        assertThat(judged.shares().getFirst().rejection()).isEqualTo(Rejection.MALFORMED);
    }

    @Test
    void aPlanTheTemplateLacksIsAnUnknownJob() {
        Submission submission =
                new Submission(new JobId(1, 9, new Difficulty(-32)), EXTRANONCE1, 0, 1_700_000_000, 1, 0x20000000);
        assertThat(rejection(submission, ALICE)).isEqualTo(Rejection.UNKNOWN_JOB);
    }

    @Test
    void slicesNeverGoBackAndNothingIsAddedToASealedOne() {
        long first = judged(nonce(1), ALICE).slice();
        assertThat(first).isEqualTo(Slice.at(START_MS));
        assertThat(judge.seal(START_MS + Slice.LENGTH_MS)).contains(new SliceSealed(CHAIN.name(), PARTITION, first));
        assertThat(judge.seal(START_MS + Slice.LENGTH_MS)).as("sealed once").isEmpty();
        nowMs = START_MS - 60_000;
        assertThat(judged(nonce(2), ALICE).slice()).isEqualTo(first + 1);
    }

    @Test
    void aNewOwnerKeepsTheSeals() {
        Judgement sealed = judge.seal(START_MS + 5 * Slice.LENGTH_MS).orElseThrow();
        topics.append(Judgement.TOPIC, sealed);
        restart();
        assertThat(judged(nonce(1), ALICE).slice()).isEqualTo(Slice.at(START_MS) + 5);
    }

    @Test
    void saysHowGoodTheHashWas() {
        Judgement.Share share = judged(nonce(1), ALICE);
        int bits = new BigInteger(share.identity().displayHex(), 16).bitLength();
        Achieved achieved = Objects.requireNonNull(share.achieved());
        assertThat(achieved.zeroBits()).isEqualTo(256 - bits);
    }

    @Test
    void namesTheBlockThatAShareSolves() {
        List<Hash256> blocks = new ArrayList<>();
        for (int nonce = 0; nonce < 32; nonce++) {
            Judgement.Share share = judged(nonce(nonce), ALICE);
            if (share.solvedBlock() != null) {
                assertThat(share.solvedBlock()).isEqualTo(share.identity());
                blocks.add(share.solvedBlock());
            }
        }
        assertThat(blocks).as("half of all hashes meet regtest's target").hasSizeBetween(6, 26);
    }
}

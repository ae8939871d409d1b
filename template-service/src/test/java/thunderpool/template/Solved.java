package thunderpool.template;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import thunderpool.bitcoin.Block;
import thunderpool.bitcoin.BlockHeader;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Transaction;
import thunderpool.topics.BlockSolved;
import thunderpool.topics.Bytes;
import thunderpool.work.JobId;
import thunderpool.work.Miner;
import thunderpool.work.RewardSystem;
import thunderpool.work.Submission;
import thunderpool.work.Tag;

/** The block that the recorded node mined, as if a miner of the pool had solved it: real proof of work, real coinbase. */
final class Solved {

    static final int TEMPLATE_ID = 1;
    static final int HEIGHT = 433;

    private Solved() {}

    static BlockSolved block() {
        byte[] raw = Recorded.blockOfTemplateWithMweb();
        Block.Parsed mined = Block.parse(raw);
        Transaction coinbase = mined.transactions().getFirst();
        BlockHeader header = mined.header();
        return new BlockSolved(
                Chain.LITECOIN_REGTEST.name(),
                header.hash(),
                new Submission(
                        new JobId(TEMPLATE_ID, 0, new Difficulty(-4)),
                        1,
                        2L,
                        header.time(),
                        header.nonce(),
                        header.version()),
                Bytes.of(Arrays.copyOf(raw, BlockHeader.SIZE)),
                Bytes.of(coinbase.serializeNoWitness()),
                new Miner(Script.ofHex("0014" + "11".repeat(20)), "rig", RewardSystem.PPLNS, "blocks"),
                1_795_234_175_000L);
    }

    static TemplateBody body() {
        return new TemplateFactory(Chain.LITECOIN_REGTEST, Tag.ofText("/test/"))
                .draft(Recorded.templateWithMweb(), TEMPLATE_ID, Recorded.POOL)
                .body();
    }

    static TemplateMetrics metrics() {
        return new TemplateMetrics(new SimpleMeterRegistry(), "litecoin-regtest", List.of(), InstantSource.system());
    }
}

package thunderpool.template;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Block;
import thunderpool.bitcoin.BlockHeader;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Transaction;
import thunderpool.work.Algorithm;
import thunderpool.work.Job;
import thunderpool.work.JobId;
import thunderpool.work.Submission;
import thunderpool.work.Tag;

/**
 * From a template of Bitcoin Core 28.1 to the bytes that it accepted: first as a proposal ({@code getblocktemplate} with
 * mode proposal, answered null), then by {@code submitblock} (answered null), and its tip was the block.
 */
class BitcoinCoreBlockTest {

    private static final Chain CHAIN = Chain.BITCOIN_REGTEST;

    private final TemplateFactory.Draft draft =
            new TemplateFactory(CHAIN, Tag.ofText("/test/")).draft(Recorded.templateOfBitcoinCore(), 7, Recorded.POOL);

    /** The first nonce that makes a block, by the code that does it in production. */
    private byte[] solve() {
        JobId id = new JobId(7, 0, new Difficulty(-16));
        Job job = Job.of(draft.template(), id, CHAIN.difficultyOne());
        Algorithm.Hasher hasher = Algorithm.ofLabel(CHAIN.algorithm()).hasher();
        for (int nonce = 0; ; nonce++) {
            Submission submission = new Submission(
                    id,
                    0x00010001,
                    7L,
                    draft.template().curTime() + 1,
                    nonce,
                    draft.template().version() | 0x2000);
            byte[] header = job.header(submission);
            if (draft.template().networkTarget().isMetBy(hasher.proof(header, hasher.identity(header)))) {
                return draft.body().assemble(BlockHeader.parse(header), Transaction.parse(job.coinbase(submission)));
            }
        }
    }

    @Test
    void makesTheBytesThatBitcoinCoreAccepted() {
        assertThat(solve()).isEqualTo(Recorded.blockThatBitcoinCoreAccepted());
    }

    @Test
    void theCoinbaseTakesSubsidyAndFeesOfAllTransactions() {
        Block.Parsed accepted = Block.parse(Recorded.blockThatBitcoinCoreAccepted());
        assertThat(accepted.transactions()).hasSize(6);
        Transaction coinbase = accepted.transactions().getFirst();
        assertThat(coinbase.outputs().getFirst().script()).isEqualTo(Recorded.POOL);
        // Halved once: height 239 of a chain that halves every 150 blocks.
        assertThat(coinbase.outputs().getFirst().value())
                .isEqualTo(Sats.of(2_500_000_000L + 1085 + 4735 + 1155 + 1701 + 1316));
    }
}

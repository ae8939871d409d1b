package thunderpool.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Block;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.params.RegTestParams;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Target;

/** The completed work, read back by bitcoinj, which shares no code with it. */
class JobTest {

    private static final Target ONE = Chain.byName("bitcoin-regtest").difficultyOne();
    private static final Hash256 OTHER =
            Hash256.ofDisplayHex("8c14f0db3df150123e6f3dbbf30f8b955a8249b62ac1d1ff16284aefa3d06d87");

    private static Job job(int exponent, List<Hash256> branch) {
        return Job.of(Templates.regtest(7, branch), new JobId(7, 0, new Difficulty(exponent)), ONE);
    }

    private static Submission submission(Job job) {
        return new Submission(job.id(), 0xcafe0001, 0x1122334455667788L, Templates.CUR_TIME, 0x99, 0x20000000);
    }

    @Test
    void coinbaseIsATransactionThatBitcoinjReads() {
        Job job = job(3, List.of());
        Transaction coinbase = Transaction.read(ByteBuffer.wrap(job.coinbase(submission(job))));
        assertThat(coinbase.isCoinBase()).isTrue();
        assertThat(coinbase.getOutput(0).getValue().value).isEqualTo(5_000_000_000L);
        assertThat(HexFormat.of().formatHex(coinbase.getOutput(0).getScriptBytes()))
                .isEqualTo(Templates.POOL.hex());
        assertThat(coinbase.getOutputs()).hasSize(2);
        // BIP34: 500 = 0x01f4, little-endian behind a two-byte push; then tag with exponent 3, then the extranonce.
        assertThat(HexFormat.of().formatHex(coinbase.getInput(0).getScriptBytes()))
                .isEqualTo("02f401" + "0f"
                        + HexFormat.of().formatHex("/Thunder Pool/".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        + "03" + "0c" + "cafe0001" + "1122334455667788");
    }

    @Test
    void headerCommitsToTheMerkleRootThatBitcoinjComputes() {
        Job job = job(0, List.of(OTHER));
        Submission submission = submission(job);
        Block block = Block.read(ByteBuffer.wrap(withNoTransactions(job.header(submission))));
        byte[] pair = concat(Sha256Hash.hashTwice(job.coinbase(submission)), OTHER.wire());
        assertThat(block.getMerkleRoot()).isEqualTo(Sha256Hash.wrapReversed(Sha256Hash.hashTwice(pair)));
        assertThat(block.getVersion()).isEqualTo(0x20000000);
        assertThat(block.getNonce()).isEqualTo(0x99);
        assertThat(block.time().getEpochSecond()).isEqualTo(Templates.CUR_TIME);
        assertThat(block.getPrevBlockHash().toString())
                .isEqualTo(RegTestParams.get().getGenesisBlock().getHashAsString());
    }

    @Test
    void anotherDifficultyIsOtherWork() {
        Job easy = job(0, List.of());
        Job hard = job(1, List.of());
        Submission toEasy = submission(easy);
        assertThat(easy.header(toEasy)).isNotEqualTo(hard.header(toEasy));
    }

    @Test
    void prefixExtranonceAndSuffixMakeTheCoinbase() {
        Job job = job(-5, List.of());
        byte[] extranonce = HexFormat.of().parseHex("cafe0001" + "1122334455667788");
        assertThat(concat(concat(job.coinbasePrefix(), extranonce), job.coinbaseSuffix()))
                .isEqualTo(job.coinbase(submission(job)));
    }

    @Test
    void refusesAJobOfAnotherTemplateOrPlan() {
        Template template = Templates.regtest(7, List.of());
        assertThatThrownBy(() -> Job.of(template, new JobId(8, 0, Difficulty.ONE), ONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Job.of(template, new JobId(7, 1, Difficulty.ONE), ONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] withNoTransactions(byte[] header) {
        return Arrays.copyOf(header, header.length + 1);
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}

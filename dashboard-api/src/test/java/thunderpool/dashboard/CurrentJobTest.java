package thunderpool.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.TxOutput;
import thunderpool.dashboard.view.ChainView;
import thunderpool.dashboard.view.PoolSample;
import thunderpool.topics.TemplatePublished;
import thunderpool.work.CoinbasePlan;
import thunderpool.work.Tag;
import thunderpool.work.Template;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Anyone can check the live work with what the API gives and SHA-256 alone, as done here by the JDK's. */
class CurrentJobTest {

    private static final HexFormat HEX = HexFormat.of();

    /** Block 100000 of Bitcoin's main chain: its coinbase, its other transactions, its merkle root. */
    private static final String REAL_COINBASE = "8c14f0db3df150123e6f3dbbf30f8b955a8249b62ac1d1ff16284aefa3d06d87";

    private static final List<String> REAL_OTHERS = List.of(
            "fff2525b8931402dd09222c50775608f75787bd2b87e56995a7bdd30f79702c4",
            "6359f0868171b1d194cbee1af2f16ea598ae8fad666d9b012c8ed2b79a236ec4",
            "e9a66845e05d5abc0ad04ec80f774a7e585c6e8db975962d069a522137b80c1d");
    private static final String REAL_ROOT = "f3e94742aca4b5ef85488dc37c06c3282295ffec960994b2c0d5ac2a25a95766";

    private static final String COMMITMENT = "6a24aa21a9ed" + "e2".repeat(32);

    private final SamplePool pool = new SamplePool(Map.of());

    @AfterEach
    void stop() {
        pool.close();
    }

    private JsonNode job() throws Exception {
        byte[] third = wire(REAL_OTHERS.get(1));
        byte[] fourth = wire(REAL_OTHERS.get(2));
        Template template = new Template(
                PoolSample.CHAIN,
                7,
                100_000,
                PoolSample.GENESIS,
                0x20000000,
                0x1b04864c,
                1_293_623_000,
                1_293_623_863,
                Sats.of(5_000_123_456L),
                List.of(new TxOutput(Sats.ZERO, Script.ofHex(COMMITMENT))),
                0,
                Tag.ofText("/Thunder Pool/"),
                List.of(Hash256.ofWire(wire(REAL_OTHERS.getFirst())), Hash256.ofWire(twice(third, fourth))),
                List.of(CoinbasePlan.custodial(PoolSample.script(PoolSample.BOB))));
        pool.context().getBean(ChainView.class).on(new TemplatePublished(template, true));
        String body = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(pool.at("/api/jobs/current")).build(), BodyHandlers.ofString())
                .body();
        return JsonMapper.builder().build().readTree(body);
    }

    @Test
    void foldingARealBlocksCoinbaseWithTheBranchGivesItsMerkleRoot() throws Exception {
        byte[] fold = wire(REAL_COINBASE);
        for (JsonNode step : job().get("merkleBranch")) {
            fold = twice(fold, HEX.parseHex(step.asString()));
        }
        assertThat(fold).isEqualTo(wire(REAL_ROOT));
    }

    /** Read by BIP 34, 141 and the transaction's form alone. */
    @Test
    void theTwoPartsWithTwelveBytesBetweenAreACoinbaseThatPaysTheOutputs() throws Exception {
        JsonNode job = job();
        String whole = job.get("coinb1").asString()
                + "ff".repeat(job.get("extranonceBytes").asInt())
                + job.get("coinb2").asString();
        ByteBuffer bytes = ByteBuffer.wrap(HEX.parseHex(whole)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.getInt()).as("version").isEqualTo(2);
        assertThat(bytes.get()).as("inputs").isEqualTo((byte) 1);
        assertThat(HEX.formatHex(take(bytes, 36))).isEqualTo("00".repeat(32) + "ffffffff");
        byte[] script = take(bytes, bytes.get());
        assertThat(HEX.formatHex(script))
                .startsWith("03a08601")
                .contains(HEX.formatHex(job.get("tag").asString().getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .endsWith("0c" + "ff".repeat(12));
        assertThat(bytes.getInt()).as("sequence").isEqualTo(-1);
        assertThat(bytes.get()).as("outputs").isEqualTo((byte)
                job.get("outputs").size());
        long sum = 0;
        for (JsonNode output : job.get("outputs")) {
            long value = bytes.getLong();
            assertThat(output.get("valueSat").asLong()).isEqualTo(value);
            assertThat(output.get("script").asString()).isEqualTo(HEX.formatHex(take(bytes, bytes.get())));
            sum += value;
        }
        assertThat(bytes.getInt()).as("locktime").isZero();
        assertThat(bytes.hasRemaining()).isFalse();
        assertThat(sum)
                .isEqualTo(5_000_123_456L)
                .isEqualTo(job.get("coinbaseValueSat").asLong());
    }

    @Test
    void everyOutputSaysWhatItIsFor() throws Exception {
        JsonNode job = job();
        assertThat(job.get("tag").asString()).isEqualTo("/Thunder Pool/");
        assertThat(job.get("subsidySat").asLong()).isEqualTo(5_000_000_000L);
        assertThat(job.get("totalFeesSat").asLong()).isEqualTo(123_456);
        assertThat(job.get("outputs").get(0).get("purpose").asString()).isEqualTo("REWARD");
        assertThat(job.get("outputs").get(0).get("address").asString()).isEqualTo(PoolSample.BOB);
        assertThat(job.get("outputs").get(1).get("purpose").asString()).isEqualTo("WITNESS_COMMITMENT");
        assertThat(job.get("outputs").get(1).get("address").isNull()).isTrue();
    }

    private static byte[] take(ByteBuffer bytes, int length) {
        byte[] taken = new byte[length];
        bytes.get(taken);
        return taken;
    }

    /** Hashes are displayed back to front. */
    private static byte[] wire(String displayed) {
        byte[] bytes = HEX.parseHex(displayed);
        for (int i = 0; i < bytes.length / 2; i++) {
            byte kept = bytes[i];
            bytes[i] = bytes[bytes.length - 1 - i];
            bytes[bytes.length - 1 - i] = kept;
        }
        return bytes;
    }

    private static byte[] twice(byte[] left, byte[] right) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        sha.update(left);
        sha.update(right);
        return sha.digest(sha.digest());
    }
}

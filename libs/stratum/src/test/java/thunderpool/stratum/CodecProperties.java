package thunderpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import thunderpool.stratum.ClientMessage.Malformed;
import thunderpool.stratum.ClientMessage.Submit;

class CodecProperties {
    private final PoolCodec pool = new PoolCodec();
    private final MinerCodec miner = new MinerCodec();

    @Property(tries = 2000)
    void anyBytesAreSomeMessage(@ForAll @Size(max = 300) byte[] bytes) {
        assertThat(pool.decode(bytes, 0, bytes.length)).isNotNull();
        assertThat(miner.decode(bytes, 0, bytes.length)).isNotNull();
    }

    @Property(tries = 3000)
    void brokenLinesAreSomeMessageToo(
            @ForAll("lines") String line, @ForAll @IntRange(max = 400) int at, @ForAll byte replacement) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        bytes[at % bytes.length] = replacement;
        assertThat(pool.decode(bytes, 0, bytes.length)).isNotNull();
        assertThat(miner.decode(bytes, 0, bytes.length)).isNotNull();
        int cut = at % (bytes.length + 1);
        assertThat(pool.decode(bytes, 0, cut)).isNotNull();
    }

    @Property(tries = 3000)
    void scannerAgreesWithTheGeneralReader(
            @ForAll("lines") String line, @ForAll @IntRange(max = 400) int at, @ForAll byte replacement) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        agree(bytes);
        bytes[at % bytes.length] = replacement;
        agree(bytes);
    }

    private void agree(byte[] bytes) {
        @Nullable ClientMessage scanned = new SubmitScanner().scan(bytes, 0, bytes.length);
        ClientMessage general = PoolCodec.general(bytes, 0, bytes.length);
        boolean readable = StandardCharsets.UTF_8.newEncoder().canEncode(new String(bytes, StandardCharsets.UTF_8));
        if (scanned != null && readable) {
            assertThat(scanned).isEqualTo(general);
        }
    }

    @Property
    void whatAMinerSendsThePoolReads(@ForAll("submits") Submit submit) {
        String line = new String(miner.encode(submit), StandardCharsets.US_ASCII);
        assertThat(pool.decode(line.strip())).isEqualTo(submit);
    }

    @Property
    void hexCaseIsNoDifference(@ForAll("submits") Submit submit) {
        String line = new String(miner.encode(submit), StandardCharsets.US_ASCII).strip();
        int hex = line.indexOf(",", line.lastIndexOf("0000000a00f4"));
        String upper = line.substring(0, hex) + line.substring(hex).toUpperCase(Locale.ROOT);
        assertThat(pool.decode(upper)).isEqualTo(submit);
    }

    @Property
    void linesComeOutTheSameHoweverTheStreamIsCut(
            @ForAll @Size(max = 20) List<String> texts,
            @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 1, max = 40) Integer> cuts) {
        List<String> lines = new ArrayList<>();
        StringBuilder stream = new StringBuilder();
        for (String text : texts) {
            String line = text.replaceAll("[\\r\\n]", "");
            stream.append(line).append("\n");
            if (!line.isEmpty()) {
                lines.add(new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
            }
        }
        assertThat(reassembled(stream.toString().getBytes(StandardCharsets.UTF_8), cuts))
                .isEqualTo(lines);
    }

    private static List<String> reassembled(byte[] bytes, List<Integer> cuts) {
        LineAssembler assembler = new LineAssembler(1 << 20);
        List<String> received = new ArrayList<>();
        int at = 0;
        for (int i = 0; at < bytes.length; i++) {
            int length = Math.min(cuts.get(i % cuts.size()), bytes.length - at);
            assertThat(assembler.feed(
                            bytes,
                            at,
                            length,
                            (line, from, to) ->
                                    received.add(new String(line, from, to - from, StandardCharsets.UTF_8))))
                    .isTrue();
            at += length;
        }
        return received;
    }

    @Provide
    Arbitrary<Submit> submits() {
        Arbitrary<String> users = Arbitraries.strings().ascii().ofMinLength(1).ofMaxLength(30);
        Arbitrary<@Nullable Integer> versions = Arbitraries.integers().injectNull(0.3);
        return Combinators.combine(users, Arbitraries.longs(), Arbitraries.integers(), Arbitraries.integers(), versions)
                .as((user, extranonce2, ntime, nonce, version) -> new Submit(
                        RequestId.of(nonce & 0xff), user, "0000000a00f4", extranonce2, 8, ntime, nonce, version));
    }

    @Provide
    Arbitrary<String> lines() {
        return Arbitraries.of(
                "{\"id\":4,\"method\":\"mining.submit\","
                        + "\"params\":[\"u.w\",\"0000000100f4\",\"0000000000000001\",\"504e86ed\",\"b2957c02\",\"00c2e000\"]}",
                "{ \"params\" : [ \"u\\u0041\", \"j\", \"00\", \"504e86ed\", \"b2957c02\", null ], "
                        + "\"id\": \"x\", \"method\": \"mining.submit\"}",
                "{\"id\": 0, \"method\": \"mining.submit\", "
                        + "\"params\": [\"u\",\"j\",\"00\",\"504e86ed\",\"b2957c02\"], \"jsonrpc\":\"2.0\"}",
                "{\"id\":1,\"method\":\"mining.configure\",\"params\":[[\"version-rolling\"],{\"version-rolling.mask\":\"1fffe000\"}]}",
                "{\"id\":2,\"method\":\"mining.subscribe\",\"params\":[\"a/1\",\"s\"]}",
                "{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[1e3]}",
                "{\"id\":1,\"result\":[[[\"mining.set_difficulty\",\"1\"],[\"mining.notify\",\"1\"]],\"08000002\",4],\"error\":null}",
                "{\"id\":1,\"result\":null,\"error\":[21,\"Job not found\",null]}");
    }

    @Property(tries = 300)
    void tooDeepJsonIsMalformed(@ForAll @IntRange(min = 18, max = 4000) int depth) {
        assertThat(pool.decode("[".repeat(depth) + "]".repeat(depth))).isInstanceOf(Malformed.class);
    }
}

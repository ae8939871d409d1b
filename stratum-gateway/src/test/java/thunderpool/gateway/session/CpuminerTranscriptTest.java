package thunderpool.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.TxOutput;
import thunderpool.stratum.MinerCodec;
import thunderpool.stratum.ServerMessage;
import thunderpool.stratum.WireHash;
import thunderpool.work.CoinbasePlan;
import thunderpool.work.Tag;
import thunderpool.work.Template;

/**
 * A miner nobody here wrote: the recorded conversation of pooler's cpuminer is led again. The pool must say the very
 * same lines, and accept what the miner found with its own SHA-256 and its own reading of the protocol.
 */
class CpuminerTranscriptTest {
    private final Rig rig = new Rig(0);

    private static List<String> recorded(String direction) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                CpuminerTranscriptTest.class.getResourceAsStream("/transcripts/cpuminer-2.5.1.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> line.startsWith(direction + " "))
                    .map(line -> line.substring(2))
                    .toList();
        }
    }

    /** The template behind the recorded notify, taken apart by hand: height 3, two outputs, a tag. */
    private static Template template(ServerMessage.Notify notify) {
        HexFormat hex = HexFormat.of();
        List<Hash256> branch = new ArrayList<>();
        for (String step : notify.merkleBranch()) {
            branch.add(Hash256.ofWire(hex.parseHex(step)));
        }
        String outputs = notify.coinbase2().substring("ffffffff02".length());
        Sats value = Sats.of(Long.reverseBytes(HexFormat.fromHexDigitsToLong(outputs, 0, 16)));
        Script pool = Script.ofHex(outputs.substring(18, 18 + 44));
        Script commitment = Script.ofHex(outputs.substring(62 + 18, 62 + 18 + 76));
        return new Template(
                "bitcoin-regtest",
                4,
                3,
                Hash256.ofWire(WireHash.toInternal(notify.previousHash())),
                notify.version(),
                notify.nbits(),
                notify.ntime() - 10,
                notify.ntime(),
                value,
                List.of(new TxOutput(Sats.ZERO, commitment)),
                0,
                Tag.ofText("/Thunder Pool/"),
                branch,
                List.of(CoinbasePlan.custodial(pool)));
    }

    @Test
    void theRecordedConversationIsLedAgainLineByLine() throws IOException {
        List<String> pool = recorded("<");
        var notify = (ServerMessage.Notify) new MinerCodec().decode(pool.get(3));
        rig.rules(Rig.rules(-32, -18, false));
        rig.install(template(notify));
        rig.connect().subscribes("");
        Rig.Talk talk = rig.connect();
        List<String> said = new ArrayList<>();
        List<String> miner = recorded(">");
        for (String line : miner) {
            said.addAll(talk.says(line));
        }
        assertThat(withoutSessionId(said.getFirst())).isEqualTo(withoutSessionId(pool.getFirst()));
        assertThat(said.subList(1, 4)).isEqualTo(pool.subList(1, 4));
        assertThat(said.subList(4, said.size()))
                .hasSize(miner.size() - 2)
                .containsOnly("{\"id\":4,\"result\":true,\"error\":null}");
        assertThat(rig.log.shares()).hasSize(miner.size() - 2);
        assertThat(rig.log.blocks())
                .as("the demo chain's blocks are nearly as easy as shares")
                .isNotEmpty();
    }

    /** It holds the time, so it differs each time. */
    private static String withoutSessionId(String line) {
        return line.replaceAll("[0-9a-f]{60,}", "SESSION");
    }
}

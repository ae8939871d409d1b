package thunderpool.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.bitcoinj.script.ScriptBuilder;
import org.bitcoinj.script.ScriptChunk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptTest {
    private static final byte[] HASH20 = VectorFile.hex("751e76e8199196d454941c45d1b3a323f1433bd6");

    /**
     * Real coinbases: 227931 is the first block BIP34 binds, 2383209 Litecoin's of the vectors; CScriptNum for the
     * rest.
     */
    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "1, 51",
        "16, 60",
        "17, 0111",
        "127, 017f",
        "128, 028000",
        "255, 02ff00",
        "256, 020001",
        "32767, 02ff7f",
        "32768, 03008000",
        "227931, 035b7a03",
        "2383209, 03695d24",
        "8388607, 03ffff7f",
        "8388608, 0400008000",
        "2147483647, 04ffffff7f"
    })
    void pushesHeightsAsCoreDoes(int height, String hex) {
        assertThat(HexFormat.of().formatHex(Script.pushHeight(height))).isEqualTo(hex);
    }

    @Property
    void pushesHeightsAsBitcoinjDoes(@ForAll @IntRange(min = 0) int height) {
        assertThat(Script.pushHeight(height))
                .isEqualTo(new ScriptBuilder().number(height).build().program());
    }

    @Property(tries = 60)
    void pushesBytesThatBitcoinjReadsBack(@ForAll @IntRange(min = 2, max = 70_000) int length) {
        byte[] script = Script.push(new byte[length]);
        ScriptChunk chunk = org.bitcoinj.script.Script.parse(script).chunks().getFirst();
        assertThat(chunk.data).hasSize(length);
        assertThat(chunk.isShortestPossiblePushData()).isTrue();
        assertThat(chunk.size()).isEqualTo(script.length);
    }

    @Test
    void buildsTheStandardForms() {
        assertThat(Script.p2pkh(HASH20).hex()).isEqualTo("76a914751e76e8199196d454941c45d1b3a323f1433bd688ac");
        assertThat(Script.p2sh(HASH20).hex()).isEqualTo("a914751e76e8199196d454941c45d1b3a323f1433bd687");
        assertThat(Script.p2wpkh(HASH20).hex()).isEqualTo("0014751e76e8199196d454941c45d1b3a323f1433bd6");
        assertThat(Script.p2wsh(new byte[32]).hex()).isEqualTo("0020" + "00".repeat(32));
        assertThat(Script.p2tr(new byte[32]).hex()).isEqualTo("5120" + "00".repeat(32));
        assertThat(Script.opReturn("hi".getBytes(StandardCharsets.US_ASCII), new byte[] {1})
                        .hex())
                .isEqualTo("6a0268690101");
    }

    @Test
    void refusesHashesOfTheWrongSize() {
        assertThatThrownBy(() -> Script.p2pkh(new byte[32])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Script.p2wsh(HASH20)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Script.witness(0, new byte[21])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Script.witness(17, HASH20)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Script.pushHeight(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Script.ofHex("0")).isInstanceOf(MalformedException.class);
    }

    @Test
    void isAValue() {
        byte[] bytes = {1, 2};
        Script script = new Script(bytes);
        bytes[0] = 9;
        script.bytes()[1] = 9;
        assertThat(script)
                .isEqualTo(Script.ofHex("0102"))
                .hasSameHashCodeAs(Script.ofHex("0102"))
                .hasToString("0102");
    }
}

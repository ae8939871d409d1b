package thunderpool.lab.devnode.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Sources: BIP 380, and what a Core descendant (litecoind 0.21.2.1, regtest) printed for the same bytes. */
class ShapesVectors {
    @Test
    void checksumsDescriptors() {
        assertThat(Descriptors.withChecksum("raw(deadbeef)")).isEqualTo("raw(deadbeef)#89f8spxm");
        assertThat(Descriptors.withChecksum("wpkh([c6fcefcb/0'/0'/0']"
                        + "03aaca01535c8ed2eb506ee5063c52b0e24a7897352f4d3085ee1a1ae5ec695eb5)"))
                .endsWith("#cvzhjtcg");
    }

    @Test
    void writesScriptsAsWords() {
        assertThat(asm("6a24aa21a9ede2f61c3f71d1defd3fa999dfa36953755c690689799962b48bebd836974e8cf9"))
                .isEqualTo("OP_RETURN aa21a9ede2f61c3f71d1defd3fa999dfa36953755c690689799962b48bebd836974e8cf9");
        assertThat(asm("0014d0dd54e601161a8f902383a9ff0d2540a9fe7dc8"))
                .isEqualTo("0 d0dd54e601161a8f902383a9ff0d2540a9fe7dc8");
        assertThat(asm("76a9148280b37df378db99f66f85c95a783a76ac7a6d5988ac"))
                .isEqualTo("OP_DUP OP_HASH160 8280b37df378db99f66f85c95a783a76ac7a6d59 OP_EQUALVERIFY OP_CHECKSIG");
    }

    @Test
    void writesDifficultyAsCoreDoes() {
        assertThat(Shapes.difficulty(0x207fffffL)).isEqualByComparingTo("4.656542373906925e-10");
        assertThat(Shapes.btc(4_849_998_590L).toPlainString()).isEqualTo("48.49998590");
    }

    private static String asm(String hex) {
        return Shapes.asm(HexFormat.of().parseHex(hex));
    }
}

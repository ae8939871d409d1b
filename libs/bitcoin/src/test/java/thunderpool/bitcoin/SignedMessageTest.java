package thunderpool.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;
import static thunderpool.bitcoin.SignedMessage.Outcome.BAD_ADDRESS;
import static thunderpool.bitcoin.SignedMessage.Outcome.MALFORMED_SIGNATURE;
import static thunderpool.bitcoin.SignedMessage.Outcome.UNSUPPORTED_ADDRESS;
import static thunderpool.bitcoin.SignedMessage.Outcome.VALID;
import static thunderpool.bitcoin.SignedMessage.Outcome.WRONG_SIGNATURE;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.bitcoinj.base.BitcoinNetwork;
import org.bitcoinj.base.ScriptType;
import org.bitcoinj.crypto.ECKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SignedMessageTest {
    private static final Chain MAIN = Chain.BITCOIN_MAIN;

    /** Address, signature, message. */
    static Stream<String[]> published() {
        return VectorFile.rows("signed-messages.txt", 3).stream()
                .map(row -> row.length == 3 ? row : new String[] {row[0], row[1], ""});
    }

    @ParameterizedTest
    @MethodSource("published")
    void acceptsPublishedSignatures(String address, String signature, String message) {
        assertThat(SignedMessage.verify(address, message, signature, MAIN)).isEqualTo(VALID);
    }

    @ParameterizedTest
    @MethodSource("published")
    void refusesThemForAnotherMessageOrAddress(String address, String signature, String message) {
        assertThat(SignedMessage.verify(address, message + " ", signature, MAIN))
                .isEqualTo(WRONG_SIGNATURE);
        for (String other : List.of(
                "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH",
                "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
                "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0")) {
            assertThat(SignedMessage.verify(other, message, signature, MAIN))
                    .isIn(WRONG_SIGNATURE, UNSUPPORTED_ADDRESS);
        }
    }

    @ParameterizedTest
    @MethodSource("published")
    void neverTakesAFlippedBit(String address, String signature, String message) {
        byte[] good = Base64.getDecoder().decode(signature);
        // From 1 on: several headers mean the same in a 65-byte signature.
        for (int i = 1; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            String text = Base64.getEncoder().encodeToString(bad);
            assertThat(SignedMessage.verify(address, message, text, MAIN))
                    .as("byte %d", i)
                    .isNotEqualTo(VALID);
        }
    }

    @ParameterizedTest
    @MethodSource("published")
    void neverTakesATruncatedSignature(String address, String signature, String message) {
        byte[] good = Base64.getDecoder().decode(signature);
        for (int length = 0; length < good.length; length++) {
            String text = Base64.getEncoder().encodeToString(Arrays.copyOf(good, length));
            assertThat(SignedMessage.verify(address, message, text, MAIN)).isNotEqualTo(VALID);
        }
    }

    @Property(tries = 20)
    void acceptsWhatBitcoinjSigns(@ForAll @Size(30) byte[] secret, @ForAll @StringLength(max = 300) String message) {
        // The leading zero keeps the key below the group's order, the trailing two above one, which bitcoinj refuses.
        byte[] key = new byte[32];
        System.arraycopy(secret, 0, key, 1, 30);
        key[31] = 2;
        ECKey compressed = ECKey.fromPrivate(key);
        ECKey uncompressed = ECKey.fromPrivate(key, false);
        assertSigned(compressed, ScriptType.P2PKH, message);
        assertSigned(compressed, ScriptType.P2WPKH, message);
        assertSigned(uncompressed, ScriptType.P2PKH, message);
    }

    private static void assertSigned(ECKey key, ScriptType type, String message) {
        String address = key.toAddress(type, BitcoinNetwork.MAINNET).toString();
        assertThat(SignedMessage.verify(address, message, key.signMessage(message, type), MAIN))
                .isEqualTo(VALID);
    }

    /** Electrum writes the header of a compressed p2pkh key for segwit addresses too. */
    @Test
    void acceptsACompressedHeaderForSegwitAddresses() {
        ECKey key = ECKey.fromPrivate(new byte[] {7});
        String signature = key.signMessage("pay weekly", ScriptType.P2PKH);
        byte[] keyHash = Hash160.of(key.getPubKey());
        for (Script script : List.of(
                Script.p2wpkh(keyHash),
                Script.p2sh(Hash160.of(Script.p2wpkh(keyHash).bytes())))) {
            String address = Address.ofScript(script, MAIN).orElseThrow().text();
            assertThat(SignedMessage.verify(address, "pay weekly", signature, MAIN))
                    .isEqualTo(VALID);
        }
    }

    @Test
    void refusesAnUncompressedKeyForSegwit() {
        ECKey key = ECKey.fromPrivate(new byte[] {7}, false);
        String signature = key.signMessage("m", ScriptType.P2PKH);
        Script script = Script.p2wpkh(Hash160.of(key.getPubKey()));
        assertThat(SignedMessage.verify(
                        Address.ofScript(script, MAIN).orElseThrow().text(), "m", signature, MAIN))
                .isEqualTo(WRONG_SIGNATURE);
    }

    @Test
    void aSignatureForOneCoinIsNoneForAnother() {
        String[] hello = published().findFirst().orElseThrow();
        Script script = Address.parse(hello[0], MAIN).script();
        String litecoin =
                Address.ofScript(script, Chain.LITECOIN_MAIN).orElseThrow().text();
        assertThat(SignedMessage.verify(litecoin, "hello", hello[1], Chain.LITECOIN_MAIN))
                .isEqualTo(WRONG_SIGNATURE);
    }

    @Test
    void saysWhatIsWrong() {
        String[] hello = published().findFirst().orElseThrow();
        assertThat(SignedMessage.verify("nonsense", "hello", hello[1], MAIN)).isEqualTo(BAD_ADDRESS);
        assertThat(SignedMessage.verify(hello[0], "hello", "???", MAIN)).isEqualTo(MALFORMED_SIGNATURE);
        assertThat(SignedMessage.verify(hello[0], "hello", "", MAIN)).isEqualTo(MALFORMED_SIGNATURE);
        assertThat(SignedMessage.verify(hello[0], "hello", "A".repeat(2_000), MAIN))
                .isEqualTo(MALFORMED_SIGNATURE);
        assertThat(SignedMessage.verify(
                        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", "hello", hello[1], MAIN))
                .isEqualTo(UNSUPPORTED_ADDRESS);
        // r and s of zero.
        String zero = Base64.getEncoder().encodeToString(Arrays.copyOf(new byte[] {31}, 65));
        assertThat(SignedMessage.verify(hello[0], "hello", zero, MAIN)).isEqualTo(WRONG_SIGNATURE);
    }
}

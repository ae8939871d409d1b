package thunderpool.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.bitcoinj.base.BitcoinNetwork;
import org.bitcoinj.base.LegacyAddress;
import org.bitcoinj.base.SegwitAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AddressTest {
    static Stream<String[]> segwit() {
        return VectorFile.rows("segwit-addresses.txt", 2).stream();
    }

    static Stream<String[]> notSegwit() {
        return VectorFile.rows("segwit-addresses-invalid.txt", 2).stream();
    }

    private static Chain chainOf(String address) {
        return address.toLowerCase(Locale.ROOT).startsWith("tb") ? Chain.BITCOIN_TESTNET4 : Chain.BITCOIN_MAIN;
    }

    @ParameterizedTest
    @MethodSource("segwit")
    void readsAndWritesTheVectorsOfBip350(String text, String script) {
        Address address = Address.parse(text, chainOf(text));
        assertThat(address.script().hex()).isEqualTo(script);
        assertThat(address.text()).isEqualTo(text.toLowerCase(Locale.ROOT));
        assertThat(Address.ofScript(Script.ofHex(script), chainOf(text))).contains(address);
    }

    @ParameterizedTest
    @MethodSource("notSegwit")
    void refusesTheVectorsOfBip350WithTheirReason(String text, String reason) {
        assertThatThrownBy(() -> Address.parse(text, chainOf(text)))
                .isInstanceOf(AddressException.class)
                .hasMessageContaining(reason.replace('_', ' '));
    }

    /** Satoshi's key, a well-known p2sh, and addresses that litecoind printed for block 2383209. */
    @ParameterizedTest
    @CsvSource({
        "bitcoin-main, 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa, 76a91462e907b15cbf27d5425399ebf6f0fb50ebb88f1888ac",
        "bitcoin-main, 3P14159f73E4gFr7JterCCQh9QjiTjiZrG, a914e9c3dd0c07aac76179ebc76a6c78d4d67c6c160a87",
        "litecoin-main, LTCPodha2LAxSyBGsGfkWcmKDEB8cWrqLU, 76a91457757ed9e2fa7d86636bdd8066078e22cfa1924488ac",
        "litecoin-main, MU5iLJNz5m4MAEtmjz5nbdJicJkdiHWnQR, a914dd6178d74ec33f6d90f0cf4205122d10e5a3804487",
        "litecoin-main, ltc1qrqlkqqa7d9kpvxdcpd6ycja8uerskwxkhfy500, 0014183f6003be696c1619b80b744c4ba7e6470b38d6",
    })
    void readsRealAddresses(String chain, String text, String script) {
        Address address = Address.parse(text, Chain.byName(chain));
        assertThat(address.script().hex()).isEqualTo(script);
        assertThat(address.text()).isEqualTo(text);
        assertThat(address.chain().name()).isEqualTo(chain);
    }

    @Test
    void oldAndNewLitecoinScriptAddressesAreOneAccount() {
        Address current = Address.parse("MU5iLJNz5m4MAEtmjz5nbdJicJkdiHWnQR", Chain.LITECOIN_MAIN);
        String legacy = Address.ofScript(current.script(), Chain.BITCOIN_MAIN)
                .orElseThrow()
                .text();
        assertThat(legacy).startsWith("3");
        assertThat(Address.parse(legacy, Chain.LITECOIN_MAIN))
                .isEqualTo(current)
                .hasSameHashCodeAs(current);
        assertThat(Address.parse(legacy, Chain.LITECOIN_MAIN).text()).isEqualTo("MU5iLJNz5m4MAEtmjz5nbdJicJkdiHWnQR");
    }

    @ParameterizedTest
    @CsvSource({
        "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx, an address of bitcoin-testnet4",
        "ltc1qrqlkqqa7d9kpvxdcpd6ycja8uerskwxkhfy500, an address of litecoin-main",
        "LTCPodha2LAxSyBGsGfkWcmKDEB8cWrqLU, an address of litecoin-main",
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb, checksum",
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7Divf, checksum",
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfN0, character 34 does not occur",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5, checksum",
        "'', empty",
        "'1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa ', does not occur",
        "111111, checksum",
        "11, too short",
        "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ, not an address of bitcoin-main",
    })
    void saysWhyNot(String text, String reason) {
        assertThatThrownBy(() -> Address.parse(text, Chain.BITCOIN_MAIN))
                .isInstanceOf(AddressException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void namesTheKindOfLitecoinAddressItCannotPay() {
        assertThatThrownBy(() -> Address.parse("ltcmweb1qqvsuevr", Chain.LITECOIN_MAIN))
                .isInstanceOf(AddressException.class)
                .hasMessageContaining("MWEB address");
    }

    @Test
    void refusesVeryLongText() {
        assertThatThrownBy(() -> Address.parse("1".repeat(1_000_000), Chain.BITCOIN_MAIN))
                .isInstanceOf(AddressException.class);
        assertThatThrownBy(() -> Address.parse("bc1" + "q".repeat(1_000_000), Chain.BITCOIN_MAIN))
                .isInstanceOf(AddressException.class);
    }

    @Property(tries = 200)
    void spellsAsBitcoinjDoes(@ForAll @Size(20) byte[] hash, @ForAll @Size(32) byte[] program) {
        assertSpelling(
                Script.p2pkh(hash),
                LegacyAddress.fromPubKeyHash(BitcoinNetwork.MAINNET, hash).toString());
        assertSpelling(
                Script.p2sh(hash),
                LegacyAddress.fromScriptHash(BitcoinNetwork.MAINNET, hash).toString());
        assertSpelling(
                Script.p2wpkh(hash),
                SegwitAddress.fromHash(BitcoinNetwork.MAINNET, hash).toString());
        assertSpelling(
                Script.p2wsh(program),
                SegwitAddress.fromHash(BitcoinNetwork.MAINNET, program).toString());
        assertSpelling(
                Script.p2tr(program),
                SegwitAddress.fromProgram(BitcoinNetwork.MAINNET, 1, program).toString());
    }

    private static void assertSpelling(Script script, String text) {
        assertThat(Address.parse(text, Chain.BITCOIN_MAIN).script()).isEqualTo(script);
        assertThat(Address.ofScript(script, Chain.BITCOIN_MAIN).orElseThrow().text())
                .isEqualTo(text);
    }

    @Property(tries = 200)
    void noSingleTypoPasses(@ForAll @Size(20) byte[] hash, @ForAll int where, @ForAll int what) {
        for (Script script : List.of(Script.p2pkh(hash), Script.p2wpkh(hash))) {
            String text =
                    Address.ofScript(script, Chain.BITCOIN_MAIN).orElseThrow().text();
            int at = 4 + Math.floorMod(where, text.length() - 4);
            String alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
            char typo = alphabet.charAt(Math.floorMod(what, alphabet.length()));
            String mistyped = text.substring(0, at) + typo + text.substring(at + 1);
            if (!mistyped.equals(text)) {
                assertThatThrownBy(() -> Address.parse(mistyped, Chain.BITCOIN_MAIN))
                        .isInstanceOf(AddressException.class);
            }
        }
    }

    @Test
    void otherScriptsHaveNoAddress() {
        for (String hex :
                List.of("", "6a", "51", "0014aabb", "0115" + "00".repeat(21), "76a914" + "00".repeat(20) + "88ad")) {
            assertThat(Address.ofScript(Script.ofHex(hex), Chain.BITCOIN_MAIN))
                    .as(hex)
                    .isEmpty();
        }
    }
}

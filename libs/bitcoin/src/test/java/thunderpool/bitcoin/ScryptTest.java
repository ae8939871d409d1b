package thunderpool.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.bouncycastle.crypto.generators.SCrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScryptTest {
    static Stream<String[]> vectors() {
        return VectorFile.rows("scrypt.txt", 2).stream();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void agreesWithLitecoinCore(String header, String hash) {
        assertThat(scrypt(VectorFile.hex(header))).hasToString(hash);
    }

    /** The genesis block's proof of work, as chainparams and explorers give it. */
    @Test
    void provesTheWorkOfLitecoinsGenesis() {
        BlockHeader genesis = new BlockHeader(
                1,
                Hash256.ZERO,
                Hash256.ofDisplayHex("97ddfbbae6be97fd6cdf3e7ca13232a3afff2353e29badfab7f73011edd4ced9"),
                1317972665,
                0x1e0ffff0,
                2084524493);
        Hash256 work = scrypt(genesis.serialize());
        assertThat(work).hasToString("0000050c34a64b415b6b15b37f2216634b5b1669cb9a2e38d76f7213b0671e00");
        assertThat(Target.ofCompact(genesis.nbits()).isMetBy(work)).isTrue();
    }

    @Test
    void provesTheWorkOfARecentBlockAndOfNoOtherNonce() {
        BlockHeader header = BlockTest.litecoinHeader(
                VectorFile.rows("litecoin-block-2383209.txt", 6).getFirst());
        Target target = Target.ofCompact(header.nbits());
        byte[] bytes = header.serialize();
        assertThat(target.isMetBy(scrypt(bytes))).isTrue();
        bytes[76]++;
        assertThat(target.isMetBy(scrypt(bytes))).isFalse();
    }

    @Property(tries = 60)
    void agreesWithBouncyCastleAndCanBeReused(@ForAll @Size(80) byte[] first, @ForAll @Size(80) byte[] second) {
        Scrypt scrypt = new Scrypt();
        byte[] out = new byte[32];
        scrypt.hash(first, out);
        assertThat(out).isEqualTo(SCrypt.generate(first, first, 1024, 1, 1, 32));
        scrypt.hash(second, out);
        assertThat(out).isEqualTo(SCrypt.generate(second, second, 1024, 1, 1, 32));
    }

    @Test
    void refusesTooSmallBuffers() {
        assertThatThrownBy(() -> new Scrypt().hash(new byte[80], new byte[31]))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new Scrypt().hash(new byte[79], new byte[32]))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static Hash256 scrypt(byte[] header) {
        byte[] out = new byte[32];
        new Scrypt().hash(header, out);
        return Hash256.ofWire(out);
    }
}

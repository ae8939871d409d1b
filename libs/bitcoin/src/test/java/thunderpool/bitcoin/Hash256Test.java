package thunderpool.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.bitcoinj.base.Sha256Hash;
import org.bouncycastle.crypto.digests.RIPEMD160Digest;
import org.junit.jupiter.api.Test;

class Hash256Test {
    private static final String GENESIS = "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f";
    private static final String GENESIS_WIRE = "6fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000";

    @Test
    void reversesWireBytesForDisplay() {
        Hash256 hash = Hash256.ofWire(VectorFile.hex(GENESIS_WIRE));
        assertThat(hash.displayHex()).isEqualTo(GENESIS);
        assertThat(hash).isEqualTo(Hash256.ofDisplayHex(GENESIS)).hasToString(GENESIS);
        assertThat(HexFormat.of().formatHex(hash.wire())).isEqualTo(GENESIS_WIRE);
        assertThat(hash.wireHex()).isEqualTo(GENESIS_WIRE);
        assertThat(Hash256.ofDisplayHex(GENESIS.toUpperCase(java.util.Locale.ROOT)))
                .isEqualTo(hash);
    }

    @Test
    void readsAndWritesInsideLargerBuffers() {
        byte[] buffer = new byte[40];
        Hash256 hash = Hash256.ofDisplayHex(GENESIS);
        hash.writeWire(buffer, 5);
        assertThat(Arrays.copyOfRange(buffer, 5, 37)).isEqualTo(VectorFile.hex(GENESIS_WIRE));
        assertThat(Hash256.ofWire(buffer, 5)).isEqualTo(hash);
        assertThatThrownBy(() -> Hash256.ofWire(buffer, 9)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void refusesOtherLengthsAndDigits() {
        assertThatThrownBy(() -> Hash256.ofWire(new byte[31]))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("31");
        assertThatThrownBy(() -> Hash256.ofDisplayHex("00")).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Hash256.ofDisplayHex("+" + GENESIS.substring(1)))
                .isInstanceOf(MalformedException.class);
    }

    @Property
    void ordersAsTheDisplayedNumber(@ForAll @Size(32) byte[] a, @ForAll @Size(32) byte[] b) {
        assertThat(Integer.signum(Hash256.ofWire(a).compareTo(Hash256.ofWire(b))))
                .isEqualTo(number(a).compareTo(number(b)));
        assertThat(Integer.signum(Hash256.ofWire(a).compareToWire(b, 0)))
                .isEqualTo(number(a).compareTo(number(b)));
    }

    @Property
    void doubleHashesAsBitcoinjDoes(@ForAll byte[] data) {
        assertThat(Sha256d.of(data).wire()).isEqualTo(Sha256Hash.hashTwice(data));
        byte[] out = new byte[40];
        new Sha256d().hash(data, 0, data.length, out, 4);
        assertThat(Arrays.copyOfRange(out, 4, 36)).isEqualTo(Sha256Hash.hashTwice(data));
    }

    @Test
    void hashesTheGenesisHeaderInPlace() {
        byte[] header = VectorFile.hex("0100000000000000000000000000000000000000000000000000000000000000000000003ba3ed"
                + "fd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c");
        new Sha256d().hash(header, 0, 80, header, 0);
        assertThat(Hash256.ofWire(header, 0).displayHex()).isEqualTo(GENESIS);
    }

    @Test
    void refusesToHashBeyondItsOutput() {
        assertThatThrownBy(() -> new Sha256d().hash(new byte[3], 0, 3, new byte[40], 9))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void hash160IsRipemd160OfSha256() {
        // The generator point's key hash, as in BIP173's first vector.
        byte[] key = VectorFile.hex("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
        assertThat(HexFormat.of().formatHex(Hash160.of(key))).isEqualTo("751e76e8199196d454941c45d1b3a323f1433bd6");
        assertThat(new RIPEMD160Digest().getDigestSize()).isEqualTo(Hash160.SIZE);
    }

    private static BigInteger number(byte[] wire) {
        Byte[] boxed = IntStream.range(0, wire.length).mapToObj(i -> wire[i]).toArray(Byte[]::new);
        Collections.reverse(Arrays.asList(boxed));
        byte[] bigEndian = new byte[boxed.length];
        for (int i = 0; i < boxed.length; i++) {
            bigEndian[i] = boxed[i];
        }
        return new BigInteger(1, bigEndian);
    }
}

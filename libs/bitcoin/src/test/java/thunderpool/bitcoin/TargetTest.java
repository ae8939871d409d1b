package thunderpool.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import org.bitcoinj.base.internal.ByteUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    private static final String MAX_256 =
            "115792089237316195423570985008687907853269984665640564039457584007913129639935";

    /** Bitcoin Core, arith_uint256_tests.cpp, bignum_SetCompact. */
    @ParameterizedTest
    @CsvSource({
        "01123456, 12, 01120000",
        "02123456, 1234, 02123400",
        "03123456, 123456, 03123456",
        "04123456, 12345600, 04123456",
        "05009234, 92340000, 05009234",
        "20123456, 1234560000000000000000000000000000000000000000000000000000000000, 20123456",
        "1d00ffff, ffff0000000000000000000000000000000000000000000000000000, 1d00ffff",
        "207fffff, 7fffff0000000000000000000000000000000000000000000000000000000000, 207fffff",
    })
    void expandsCompactTargetsAsCoreDoes(String nbits, String hex, String compactAgain) {
        Target target = Target.ofCompact(Integer.parseUnsignedInt(nbits, 16));
        assertThat(target.toBigInteger()).isEqualTo(new BigInteger(hex, 16));
        assertThat(Integer.toHexString(target.toCompact())).isEqualTo(compactAgain.replaceFirst("^0+", ""));
        assertThat(target.displayHex()).hasSize(64).endsWith(hex);
    }

    /** The same file: zero, negative, and overflowing ones. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000",
                "00123456",
                "01003456",
                "02000056",
                "03000000",
                "04000000",
                "00923456",
                "01803456",
                "02800056",
                "03800000",
                "04800000",
                "01fedcba",
                "04923456",
                "ff123456",
                "23000001",
                "22000100",
                "21010000"
            })
    void refusesZeroNegativeAndOverflowingTargets(String nbits) {
        assertThatThrownBy(() -> Target.ofCompact(Integer.parseUnsignedInt(nbits, 16)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(nbits);
    }

    @Test
    void movesAMantissaOutOfTheSignBit() {
        assertThat(Target.ofBigInteger(BigInteger.valueOf(0x80)).toCompact()).isEqualTo(0x02008000);
    }

    @Property
    void compactsAsBitcoinjDoes(@ForAll @BigRange(min = "1", max = MAX_256) BigInteger value) {
        Target target = Target.ofBigInteger(value);
        assertThat(target.toBigInteger()).isEqualTo(value);
        assertThat(Integer.toUnsignedLong(target.toCompact())).isEqualTo(ByteUtils.encodeCompactBits(value));
        assertThat(Target.ofCompact(target.toCompact()).toBigInteger())
                .isEqualTo(ByteUtils.decodeCompactBits(ByteUtils.encodeCompactBits(value)));
        assertThat(Target.ofDisplayHex(target.displayHex())).isEqualTo(target);
    }

    @Test
    void refusesNumbersBeyond256Bits() {
        assertThatThrownBy(() -> Target.ofBigInteger(BigInteger.ONE.shiftLeft(256)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Target.ofBigInteger(BigInteger.valueOf(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isMetByHashesUpToAndIncludingItself() {
        Target target = Target.ofDisplayHex("0".repeat(8) + "f".repeat(4) + "0".repeat(52));
        Hash256 equal = Hash256.ofDisplayHex(target.displayHex());
        Hash256 above = Hash256.ofDisplayHex("0".repeat(8) + "f".repeat(4) + "0".repeat(51) + "1");
        Hash256 below = Hash256.ofDisplayHex("0".repeat(8) + "fffe" + "f".repeat(52));
        assertThat(target.isMetBy(equal)).isTrue();
        assertThat(target.isMetBy(above)).isFalse();
        assertThat(target.isMetBy(below)).isTrue();
        byte[] buffer = new byte[64];
        above.writeWire(buffer, 0);
        below.writeWire(buffer, 32);
        assertThat(target.isMetBy(buffer, 0)).isFalse();
        assertThat(target.isMetBy(buffer, 32)).isTrue();
    }

    @Test
    void comparesAsAnUnsignedNumber() {
        assertThat(Target.EASIEST).isGreaterThan(Target.ofCompact(0x207fffff));
        assertThat(Target.ofCompact(0x1d00ffff)).isLessThan(Target.ofCompact(0x1f00ffff));
    }
}

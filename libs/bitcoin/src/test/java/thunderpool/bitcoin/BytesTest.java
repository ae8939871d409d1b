package thunderpool.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.bitcoinj.base.VarInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {
    @Test
    void writesIntegersLittleEndian() {
        byte[] bytes = new ByteWriter(1)
                .uint8(0x101)
                .int16(0xabcd)
                .int32(0x01020304)
                .int64(0x1122334455667788L)
                .sizedBytes(new byte[] {9, 8})
                .toByteArray();
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("01cdab040302018877665544332211020908");
        ByteReader in = new ByteReader(bytes);
        assertThat(in.uint8()).isEqualTo(1);
        assertThat(in.uint16()).isEqualTo(0xabcd);
        assertThat(in.int32()).isEqualTo(0x01020304);
        assertThat(in.int64()).isEqualTo(0x1122334455667788L);
        assertThat(in.sizedBytes()).containsExactly(9, 8);
        in.expectEnd();
    }

    @Property
    void writesSizesAsBitcoinjDoes(@ForAll @LongRange(min = 0) long value) {
        byte[] bytes = new ByteWriter().compactSize(value).toByteArray();
        assertThat(bytes).isEqualTo(VarInt.of(value).serialize());
        assertThat(new ByteReader(bytes).compactSize()).isEqualTo(value);
    }

    /** Core's ReadCompactSize: "non-canonical". */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "fd0000",
                "fdfc00",
                "fe00000000",
                "feffff0000",
                "ff0000000000000000",
                "ffffffffff00000000",
                "ffffffffffffffffff",
                "fd01",
                ""
            })
    void refusesOtherFormsOfSizes(String hex) {
        assertThatThrownBy(() -> new ByteReader(VectorFile.hex(hex)).compactSize())
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("at byte");
    }

    @Test
    void refusesALengthThatCannotFollow() {
        ByteReader in = new ByteReader(VectorFile.hex("00feffffff7f0102"));
        in.uint8();
        assertThatThrownBy(in::sizedBytes)
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("2147483647")
                .hasMessageContaining("at byte 1");
    }

    @Test
    void refusesTruncationAndLeftovers() {
        assertThatThrownBy(() -> new ByteReader(new byte[31]).hash()).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> new ByteReader(new byte[3]).int32()).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> new ByteReader(new byte[3]).bytes(-1)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> new ByteReader(new byte[3]).expectEnd()).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> new ByteWriter().compactSize(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}

package thunderpool.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes on the log, version by version. A golden file never changes: records written by an earlier release must be
 * read by every later one. A new version adds files, it does not edit them.
 */
class CodecVectors {

    static Stream<String> names() {
        return Samples.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void writesTheGoldenBytesAndReadsThemBack(String name) throws IOException {
        check(name, sample(name));
    }

    private static Samples.Sample<?> sample(String name) {
        return Objects.requireNonNull(Samples.all().get(name));
    }

    static Stream<String> earlier() {
        return Samples.earlier().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("earlier")
    void readsWhatEarlierVersionsWrote(String file) throws IOException {
        Samples.Sample<?> sample = Objects.requireNonNull(Samples.earlier().get(file));
        assertThat((Object) sample.topic().codec().decode(bytesOf(file))).isEqualTo(sample.value());
    }

    /** Whoever raises a version keeps the bytes of the one before under test. */
    @Test
    void noEarlierVersionIsForgotten() {
        Samples.all().forEach((name, sample) -> {
            for (int version = 1; version < sample.topic().codec().version(); version++) {
                assertThat(Samples.earlier()).containsKey(name + ".v" + version);
            }
        });
    }

    private <T> void check(String name, Samples.Sample<T> sample) throws IOException {
        byte[] golden = golden(name);
        assertThat(HexFormat.of().formatHex(sample.topic().codec().encode(sample.value())))
                .isEqualTo(HexFormat.of().formatHex(golden));
        assertThat(sample.topic().codec().decode(golden)).isEqualTo(sample.value());
    }

    @ParameterizedTest
    @MethodSource("names")
    void refusesTruncatedTrailingAndUnknownBytes(String name) throws IOException {
        Codec<?> codec = sample(name).topic().codec();
        byte[] golden = golden(name);
        for (int length = 0; length < golden.length; length++) {
            byte[] cut = Arrays.copyOf(golden, length);
            assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(CorruptRecordException.class);
        }
        byte[] longer = Arrays.copyOf(golden, golden.length + 1);
        assertThatThrownBy(() -> codec.decode(longer)).isInstanceOf(CorruptRecordException.class);
        byte[] future = golden.clone();
        future[0] = (byte) (codec.version() + 1);
        assertThatThrownBy(() -> codec.decode(future))
                .isInstanceOf(CorruptRecordException.class)
                .hasMessageContaining("version");
    }

    private static byte[] golden(String name) throws IOException {
        return bytesOf(name + ".v" + sample(name).topic().codec().version());
    }

    private static byte[] bytesOf(String name) throws IOException {
        try (InputStream file = CodecVectors.class.getResourceAsStream("/golden/" + name + ".hex")) {
            if (file == null) {
                throw new AssertionError("no golden bytes for " + name + ": a topic without them has no test");
            }
            return HexFormat.of().parseHex(new String(file.readAllBytes(), StandardCharsets.US_ASCII).strip());
        }
    }
}

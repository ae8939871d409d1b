package thunderpool.bitcoin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Reads vectors beside the tests: one a line, columns separated by blanks, sources in lines that start with #. */
final class VectorFile {
    private VectorFile() {}

    /** The lines of a file, cut into at most {@code columns}; the last keeps its blanks. */
    static List<String[]> rows(String name, int columns) {
        try (InputStream in = Objects.requireNonNull(VectorFile.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" ", columns))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}

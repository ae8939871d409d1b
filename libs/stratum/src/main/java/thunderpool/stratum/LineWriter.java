package thunderpool.stratum;

import java.util.Arrays;

/** Writes JSON lines as bytes: pure ASCII, since firmware parsers differ beyond it. Reusable, not thread-safe. */
final class LineWriter {
    private static final String HEX = "0123456789abcdef";

    private byte[] bytes = new byte[256];
    private int length;

    LineWriter ascii(String text) {
        ensure(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    /** A JSON string with quotes; whatever is not plain ASCII is escaped. */
    LineWriter quoted(String text) {
        ensure(text.length() * 6 + 2);
        bytes[length++] = '"';
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next == '"' || next == '\\') {
                bytes[length++] = '\\';
                bytes[length++] = (byte) next;
            } else if (next >= 0x20 && next < 0x7f) {
                bytes[length++] = (byte) next;
            } else {
                unicode(next);
            }
        }
        bytes[length++] = '"';
        return this;
    }

    private void unicode(char code) {
        bytes[length++] = '\\';
        bytes[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[length++] = (byte) HEX.charAt(code >>> shift & 15);
        }
    }

    /** Lower hex digits of the value, most significant first, zero-padded, in quotes. */
    LineWriter quotedHex(long value, int digits) {
        ensure(digits + 2);
        bytes[length++] = '"';
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            bytes[length++] = (byte) HEX.charAt((int) (value >>> shift) & 15);
        }
        bytes[length++] = '"';
        return this;
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    /** The bytes so far; the writer is empty again. */
    byte[] take() {
        byte[] line = Arrays.copyOf(bytes, length);
        length = 0;
        return line;
    }
}

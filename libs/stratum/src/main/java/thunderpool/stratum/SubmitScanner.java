package thunderpool.stratum;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the one line that comes by the million, a {@code mining.submit} in the form all firmware sends: an object of
 * id, method and params in any order, with plain ASCII strings. Whatever else a line may be is left to the general
 * reader, which gives the same result for the lines both understand.
 *
 * <p>User and job id of consecutive submits are mostly the same, so the last of each is kept and reused. One scanner
 * per connection; not thread-safe.
 */
final class SubmitScanner {
    private static final int MAX_PARAMS = 6;
    private static final byte[] ID = ascii("id");
    private static final byte[] METHOD = ascii("method");
    private static final byte[] PARAMS = ascii("params");
    private static final byte[] SUBMIT = ascii("mining.submit");

    private final int[] starts = new int[MAX_PARAMS];
    private final int[] ends = new int[MAX_PARAMS];
    private byte[] line = {};
    private int at;
    private int end;
    private int params;
    private int idStart;
    private int idEnd;
    private boolean submit;
    private int textStart;
    private int textEnd;
    private String lastUser = "";
    private String lastJob = "";

    /** The submit in {@code bytes[from, to)}, or null when the general reader must look at it. */
    @Nullable
    ClientMessage scan(byte[] bytes, int from, int to) {
        line = bytes;
        at = from;
        end = to;
        params = -1;
        idStart = -1;
        submit = false;
        boolean understood = object();
        ClientMessage message = understood ? message() : null;
        line = new byte[0];
        return message;
    }

    private @Nullable ClientMessage message() {
        if (!submit || idStart < 0 || params < 5 || idEnd - idStart > RequestId.MAX_LENGTH) {
            return null;
        }
        RequestId id = new RequestId(text(idStart, idEnd));
        lastUser = sameOr(lastUser, starts[0], ends[0]);
        lastJob = sameOr(lastJob, starts[1], ends[1]);
        return SubmitFields.read(id, lastUser, lastJob, new SubmitFields.Slices(line, starts, ends, params));
    }

    private boolean object() {
        space();
        if (!take('{')) {
            return false;
        }
        for (int members = 0; members < 3; members++) {
            if (members > 0 && !separator(',')) {
                return false;
            }
            if (!member()) {
                return false;
            }
        }
        if (!separator('}')) {
            return false;
        }
        space();
        return at == end;
    }

    private boolean member() {
        if (!text()) {
            return false;
        }
        int nameStart = textStart;
        int nameEnd = textEnd;
        if (!separator(':')) {
            return false;
        }
        space();
        if (equal(nameStart, nameEnd, ID)) {
            return idStart < 0 && id();
        }
        if (equal(nameStart, nameEnd, METHOD)) {
            boolean first = !submit;
            submit = text() && equal(textStart, textEnd, SUBMIT);
            return first && submit;
        }
        return equal(nameStart, nameEnd, PARAMS) && params < 0 && array();
    }

    private boolean id() {
        int start = at;
        if (at < end && line[at] == '"') {
            if (!text()) {
                return false;
            }
        } else {
            while (at < end && line[at] >= '0' && line[at] <= '9') {
                at++;
            }
            boolean plain =
                    at > start && at - start <= JsonReader.MAX_NUMBER && (line[start] != '0' || at == start + 1);
            if (!plain) {
                return false;
            }
        }
        idStart = start;
        idEnd = at;
        return true;
    }

    private boolean array() {
        if (!take('[')) {
            return false;
        }
        params = 0;
        do {
            if (params == MAX_PARAMS || !text()) {
                return false;
            }
            starts[params] = textStart;
            ends[params] = textEnd;
            params++;
        } while (separator(','));
        return take(']');
    }

    /** A string without escapes and beyond ASCII, its inside left in textStart and textEnd. */
    private boolean text() {
        space();
        if (!take('"')) {
            return false;
        }
        textStart = at;
        while (at < end && line[at] != '"') {
            if (line[at] < 0x20 || line[at] == '\\') {
                return false;
            }
            at++;
        }
        textEnd = at;
        return take('"');
    }

    private boolean separator(char wanted) {
        space();
        return take(wanted);
    }

    private boolean take(char wanted) {
        if (at < end && line[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void space() {
        while (at < end && (line[at] == ' ' || line[at] == '\t' || line[at] == '\r')) {
            at++;
        }
    }

    private boolean equal(int from, int to, byte[] word) {
        return Arrays.equals(line, from, to, word, 0, word.length);
    }

    private String sameOr(String last, int from, int to) {
        if (last.length() == to - from) {
            int i = 0;
            while (i < last.length() && last.charAt(i) == line[from + i]) {
                i++;
            }
            if (i == last.length()) {
                return last;
            }
        }
        return text(from, to);
    }

    private String text(int from, int to) {
        return new String(line, from, to - from, StandardCharsets.US_ASCII);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

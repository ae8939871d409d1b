package thunderpool.stratum;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A strict reader of one JSON text (RFC 8259) inside a line. Bounded: nesting at most {@value #MAX_DEPTH}, numbers at
 * most {@value #MAX_NUMBER} characters; the line's length bounds all else. A name given twice is an error, since two
 * readers could disagree about its value.
 */
final class JsonReader {
    static final int MAX_DEPTH = 16;
    static final int MAX_NUMBER = 64;

    /** The text is not JSON, or beyond the bounds. */
    static final class MalformedJson extends Exception {
        MalformedJson(String reason) {
            super(reason, null, false, false);
        }
    }

    private final byte[] bytes;
    private final int end;
    private int at;

    private JsonReader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    /** Reads {@code bytes[from, to)}, which must hold exactly one JSON value. */
    static JsonValue read(byte[] bytes, int from, int to) throws MalformedJson {
        JsonReader reader = new JsonReader(bytes, from, to);
        JsonValue value = reader.value(0);
        reader.skipSpace();
        if (reader.at != to) {
            throw new MalformedJson("text after the JSON value");
        }
        return value;
    }

    private JsonValue value(int depth) throws MalformedJson {
        if (depth > MAX_DEPTH) {
            throw new MalformedJson("nested deeper than " + MAX_DEPTH);
        }
        skipSpace();
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> text();
            case 't' -> literal("true", new JsonValue.JsonBool(true));
            case 'f' -> literal("false", new JsonValue.JsonBool(false));
            case 'n' -> literal("null", JsonValue.JsonNull.NULL);
            default -> number();
        };
    }

    private JsonValue object(int depth) throws MalformedJson {
        at++;
        Map<String, JsonValue> members = new LinkedHashMap<>();
        skipSpace();
        if (takeIf('}')) {
            return new JsonValue.JsonObject(members);
        }
        do {
            skipSpace();
            if (peek() != '"') {
                throw new MalformedJson("member name expected");
            }
            String name = text().value();
            skipSpace();
            take(':');
            if (members.put(name, value(depth + 1)) != null) {
                throw new MalformedJson("member given twice");
            }
            skipSpace();
        } while (takeIf(','));
        take('}');
        return new JsonValue.JsonObject(members);
    }

    private JsonValue array(int depth) throws MalformedJson {
        at++;
        List<JsonValue> items = new ArrayList<>();
        skipSpace();
        if (takeIf(']')) {
            return new JsonValue.JsonArray(items);
        }
        do {
            items.add(value(depth + 1));
            skipSpace();
        } while (takeIf(','));
        take(']');
        return new JsonValue.JsonArray(items);
    }

    private JsonValue.JsonText text() throws MalformedJson {
        int start = at++;
        boolean escaped = false;
        while (peek() != '"') {
            int next = bytes[at] & 0xff;
            if (next < 0x20) {
                throw new MalformedJson("control character in a string");
            }
            if (next == '\\') {
                escaped = true;
                at++;
                peek();
            }
            at++;
        }
        at++;
        String token = utf8(start, at);
        String inner = token.substring(1, token.length() - 1);
        return new JsonValue.JsonText(escaped ? unescape(inner) : inner, token);
    }

    private String utf8(int from, int to) throws MalformedJson {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw new MalformedJson("string is not UTF-8");
        }
    }

    private static String unescape(String raw) throws MalformedJson {
        StringBuilder plain = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char next = raw.charAt(i);
            if (next != '\\') {
                plain.append(next);
                continue;
            }
            char kind = raw.charAt(++i);
            switch (kind) {
                case '"', '\\', '/' -> plain.append(kind);
                case 'b' -> plain.append('\b');
                case 'f' -> plain.append('\f');
                case 'n' -> plain.append('\n');
                case 'r' -> plain.append('\r');
                case 't' -> plain.append('\t');
                case 'u' -> {
                    plain.append(unicode(raw, i + 1));
                    i += 4;
                }
                default -> throw new MalformedJson("unknown escape");
            }
        }
        return plain.toString();
    }

    private static char unicode(String raw, int from) throws MalformedJson {
        if (from + 4 > raw.length()) {
            throw new MalformedJson("short unicode escape");
        }
        int code = 0;
        for (int i = from; i < from + 4; i++) {
            char digit = raw.charAt(i);
            int value = digit < 128 ? Character.digit(digit, 16) : -1;
            if (value < 0) {
                throw new MalformedJson("unicode escape is not hex");
            }
            code = code << 4 | value;
        }
        return (char) code;
    }

    private JsonValue number() throws MalformedJson {
        int start = at;
        takeIf('-');
        if (!takeIf('0')) {
            digits();
        }
        if (takeIf('.')) {
            digits();
        }
        if (takeIf('e') || takeIf('E')) {
            if (!takeIf('+')) {
                takeIf('-');
            }
            digits();
        }
        if (at - start > MAX_NUMBER) {
            throw new MalformedJson("number longer than " + MAX_NUMBER);
        }
        return new JsonValue.JsonNumber(new String(bytes, start, at - start, StandardCharsets.US_ASCII));
    }

    private void digits() throws MalformedJson {
        int start = at;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        if (at == start) {
            throw new MalformedJson("value expected");
        }
    }

    private JsonValue literal(String word, JsonValue value) throws MalformedJson {
        for (int i = 0; i < word.length(); i++) {
            take(word.charAt(i));
        }
        return value;
    }

    private void skipSpace() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r' || bytes[at] == '\n')) {
            at++;
        }
    }

    private int peek() throws MalformedJson {
        if (at >= end) {
            throw new MalformedJson("text ends early");
        }
        return bytes[at];
    }

    private void take(char expected) throws MalformedJson {
        if (peek() != expected) {
            throw new MalformedJson("'" + expected + "' expected");
        }
        at++;
    }

    private boolean takeIf(char wanted) {
        if (at < end && bytes[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }
}

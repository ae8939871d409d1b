package thunderpool.stratum;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import thunderpool.stratum.ClientMessage.Fault;
import thunderpool.stratum.ClientMessage.Malformed;
import thunderpool.stratum.JsonValue.JsonArray;
import thunderpool.stratum.JsonValue.JsonNumber;
import thunderpool.stratum.JsonValue.JsonObject;
import thunderpool.stratum.JsonValue.JsonText;

/**
 * The pool's side of the wire: a client's lines in, the pool's lines out. Any bytes decode to some message; nothing is
 * thrown for what a stranger sends. One codec per connection; not thread-safe.
 */
public final class PoolCodec {
    private static final int VERSION_MASK_DIGITS = 8;
    private static final int TARGET_DIGITS = 64;
    /** Difficulties beyond this many digits before or behind the point are no difficulties. */
    private static final int MAX_MAGNITUDE = 100;

    private final SubmitScanner scanner = new SubmitScanner();
    private final ReplyWriter writer = new ReplyWriter();

    /** One message, as a complete line with its end. */
    public byte[] encode(ServerMessage message) {
        return writer.line(message);
    }

    /** Reads the line {@code bytes[from, to)}, its end not included. */
    public ClientMessage decode(byte[] bytes, int from, int to) {
        ClientMessage submit = scanner.scan(bytes, from, to);
        return submit != null ? submit : general(bytes, from, to);
    }

    /** Reads a line of text; for tests and transcripts. */
    public ClientMessage decode(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return decode(bytes, 0, bytes.length);
    }

    /** The reader for every line, slower than the scanner. */
    static ClientMessage general(byte[] bytes, int from, int to) {
        JsonValue value;
        try {
            value = JsonReader.read(bytes, from, to);
        } catch (JsonReader.MalformedJson malformed) {
            return new Malformed(RequestId.NONE, Fault.NOT_JSON, "Not JSON: " + malformed.getMessage());
        }
        if (!(value instanceof JsonObject request)) {
            return new Malformed(RequestId.NONE, Fault.NOT_A_REQUEST, "A request is a JSON object");
        }
        RequestId id = id(request.get("id"));
        if (id == null) {
            return new Malformed(RequestId.NONE, Fault.NOT_A_REQUEST, "The id must be a number or a short string");
        }
        String method = request.get("method").asText();
        if (method == null) {
            return request.members().containsKey("result") || request.members().containsKey("error")
                    ? new ClientMessage.Answer(id)
                    : new Malformed(id, Fault.NOT_A_REQUEST, "No method");
        }
        return request(id, method, request.get("params"));
    }

    static @Nullable RequestId id(JsonValue value) {
        String token =
                switch (value) {
                    case JsonNumber number -> number.text();
                    case JsonText text -> text.token();
                    case JsonValue.JsonNull none -> RequestId.NONE.token();
                    case JsonValue.JsonBool flag -> "";
                    case JsonArray array -> "";
                    case JsonObject object -> "";
                };
        return token.isEmpty() || token.length() > RequestId.MAX_LENGTH ? null : new RequestId(token);
    }

    private static ClientMessage request(RequestId id, String method, JsonValue params) {
        // Parameters by name, or none at all, are read as an empty list: only methods that need some complain.
        List<JsonValue> list = params instanceof JsonArray array ? array.items() : List.of();
        return switch (method) {
            case "mining.submit" -> submit(id, list);
            case "mining.subscribe" -> subscribe(id, list);
            case "mining.authorize" -> authorize(id, list);
            case "mining.configure" -> configure(id, list);
            case "mining.suggest_difficulty" -> suggestDifficulty(id, list);
            case "mining.suggest_target" -> suggestTarget(id, list);
            case "mining.extranonce.subscribe" -> new ClientMessage.ExtranonceSubscribe(id);
            case "mining.ping" -> new ClientMessage.Ping(id);
            case "mining.get_transactions" -> new ClientMessage.GetTransactions(id);
            case "mining.multi_version" -> new ClientMessage.MultiVersion(id);
            case "mining.capabilities" -> new ClientMessage.Capabilities(id);
            default -> new ClientMessage.Unknown(id, method);
        };
    }

    private static ClientMessage submit(RequestId id, List<JsonValue> params) {
        List<String> texts = new ArrayList<>();
        for (JsonValue param : params) {
            String text = param.asText();
            if (text == null || texts.size() == 6) {
                // What follows the six known parameters, or null for no version bits, is ignored.
                break;
            }
            texts.add(text);
        }
        boolean versionUnreadable =
                texts.size() == 5 && params.size() > 5 && !(params.get(5) instanceof JsonValue.JsonNull);
        if (texts.size() < 5 || versionUnreadable) {
            return bad(id, "Submit takes user, job, extranonce2, ntime, nonce and version bits, all strings");
        }
        return SubmitFields.read(id, texts.get(0), texts.get(1), SubmitFields.Slices.of(texts));
    }

    private static ClientMessage subscribe(RequestId id, List<JsonValue> params) {
        String agent = params.isEmpty() ? null : params.get(0).asText();
        String session = params.size() < 2 ? null : params.get(1).asText();
        return new ClientMessage.Subscribe(
                id, agent == null ? "" : agent, session == null || session.isEmpty() ? null : session);
    }

    private static ClientMessage authorize(RequestId id, List<JsonValue> params) {
        String user = params.isEmpty() ? null : params.get(0).asText();
        if (user == null || user.isEmpty()) {
            return bad(id, "Authorize takes a user name: ADDRESS.worker");
        }
        String password = params.size() < 2 ? null : params.get(1).asText();
        return new ClientMessage.Authorize(id, user, password == null ? "" : password);
    }

    private static ClientMessage configure(RequestId id, List<JsonValue> params) {
        if (params.isEmpty() || !(params.get(0) instanceof JsonArray names)) {
            return bad(id, "Configure takes a list of extensions and their parameters");
        }
        List<String> extensions = new ArrayList<>();
        for (JsonValue name : names.items()) {
            String text = name.asText();
            if (text == null) {
                return bad(id, "The name of an extension is a string");
            }
            extensions.add(text);
        }
        JsonObject options =
                params.size() > 1 && params.get(1) instanceof JsonObject given ? given : new JsonObject(Map.of());
        BigInteger mask = hex(options.get("version-rolling.mask"), VERSION_MASK_DIGITS);
        BigDecimal minimum = positive(options.get("minimum-difficulty.value"));
        return new ClientMessage.Configure(id, extensions, mask == null ? -1 : mask.intValue(), minimum);
    }

    private static ClientMessage suggestDifficulty(RequestId id, List<JsonValue> params) {
        BigDecimal difficulty = params.isEmpty() ? null : positive(params.get(0));
        return difficulty == null
                ? bad(id, "A difficulty is a number above 0")
                : new ClientMessage.SuggestDifficulty(id, difficulty);
    }

    private static ClientMessage suggestTarget(RequestId id, List<JsonValue> params) {
        BigInteger target = params.isEmpty() ? null : hex(params.get(0), TARGET_DIGITS);
        return target == null || target.signum() == 0
                ? bad(id, "A target is up to 64 hex digits, above 0")
                : new ClientMessage.SuggestTarget(id, target);
    }

    private static @Nullable BigInteger hex(JsonValue value, int maxDigits) {
        String text = value.asText();
        if (text == null || text.isEmpty() || text.length() > maxDigits) {
            return null;
        }
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return HexField.isHex(bytes, 0, bytes.length) ? new BigInteger(text, 16) : null;
    }

    /** A positive number, also from a string as some firmware sends it; null for anything else. */
    static @Nullable BigDecimal positive(JsonValue value) {
        String text = value instanceof JsonNumber number ? number.text() : value.asText();
        if (text == null || text.isEmpty() || text.length() > JsonReader.MAX_NUMBER) {
            return null;
        }
        BigDecimal number;
        try {
            number = new BigDecimal(text);
        } catch (NumberFormatException notANumber) {
            return null;
        }
        // Before anything expands it: 1e999999999 is short to write and a gigabyte to hold.
        long magnitude = (long) number.precision() - number.scale();
        return number.signum() > 0 && Math.abs(magnitude) <= MAX_MAGNITUDE ? number : null;
    }

    private static ClientMessage bad(RequestId id, String reason) {
        return new Malformed(id, Fault.BAD_PARAMETERS, reason);
    }
}

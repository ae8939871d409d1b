package thunderpool.stratum;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import thunderpool.stratum.JsonValue.JsonArray;
import thunderpool.stratum.JsonValue.JsonBool;
import thunderpool.stratum.JsonValue.JsonNumber;
import thunderpool.stratum.JsonValue.JsonObject;
import thunderpool.stratum.ServerMessage.Answered;
import thunderpool.stratum.ServerMessage.Call;
import thunderpool.stratum.ServerMessage.Configured;
import thunderpool.stratum.ServerMessage.Notify;
import thunderpool.stratum.ServerMessage.Pong;
import thunderpool.stratum.ServerMessage.Refused;
import thunderpool.stratum.ServerMessage.Subscribed;
import thunderpool.stratum.ServerMessage.Unreadable;

/**
 * The miner's side of the wire: requests out, the pool's lines in. Replies are told apart by the shape of their result,
 * as AxeOS does, so the codec remembers no requests. Not thread-safe.
 */
public final class MinerCodec {
    private final RequestWriter writer = new RequestWriter();

    /**
     * One request, as a complete line with its end.
     *
     * @throws IllegalArgumentException for messages no miner sends ({@link ClientMessage.Malformed})
     */
    public byte[] encode(ClientMessage message) {
        return writer.line(message);
    }

    /** Reads a line of text; for tests and transcripts. */
    public ServerMessage decode(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return decode(bytes, 0, bytes.length);
    }

    /** Reads the line {@code bytes[from, to)}, its end not included; never throws for what a pool sends. */
    public ServerMessage decode(byte[] bytes, int from, int to) {
        JsonValue value;
        try {
            value = JsonReader.read(bytes, from, to);
        } catch (JsonReader.MalformedJson malformed) {
            return new Unreadable("not JSON: " + malformed.getMessage());
        }
        if (!(value instanceof JsonObject line)) {
            return new Unreadable("not a JSON object");
        }
        RequestId id = PoolCodec.id(line.get("id"));
        if (id == null) {
            return new Unreadable("id is neither number nor string");
        }
        String method = line.get("method").asText();
        if (method == null) {
            return reply(id, line.get("result"), line.get("error"));
        }
        List<JsonValue> params = line.get("params") instanceof JsonArray array ? array.items() : List.of();
        return call(id, method, params);
    }

    private static ServerMessage reply(RequestId id, JsonValue result, JsonValue error) {
        if (error instanceof JsonArray array && !array.items().isEmpty()) {
            return refused(
                    id,
                    array.items().get(0),
                    array.items().size() > 1 ? array.items().get(1) : JsonValue.JsonNull.NULL);
        }
        if (error instanceof JsonObject object) {
            return refused(id, object.get("code"), object.get("message"));
        }
        if (!(error instanceof JsonValue.JsonNull)) {
            return new Refused(id, StratumError.OTHER, String.valueOf(error.asText()));
        }
        return switch (result) {
            case JsonBool flag -> new Answered(id, flag.value());
            case JsonValue.JsonText text -> new Pong(id);
            case JsonObject extensions -> configured(id, extensions.members());
            case JsonArray array -> subscribed(id, array.items());
            case JsonNumber number -> new Unreadable("a number is no result");
            case JsonValue.JsonNull none -> new Unreadable("neither result nor error");
        };
    }

    private static Refused refused(RequestId id, JsonValue code, JsonValue message) {
        Integer number = integer(code);
        String text = message.asText();
        return new Refused(id, StratumError.ofCode(number == null ? 0 : number), text == null ? "" : text);
    }

    private static ServerMessage configured(RequestId id, Map<String, JsonValue> members) {
        Integer mask = hexInt(members.getOrDefault("version-rolling.mask", JsonValue.JsonNull.NULL));
        boolean rolling = members.get("version-rolling") instanceof JsonBool flag && flag.value();
        boolean minimum = members.get("minimum-difficulty") instanceof JsonBool flag && flag.value();
        List<String> extensions =
                members.keySet().stream().filter(name -> !name.contains(".")).toList();
        return new Configured(id, extensions, rolling && mask != null ? mask : 0, minimum);
    }

    private static ServerMessage subscribed(RequestId id, List<JsonValue> items) {
        if (items.size() < 3) {
            return new Unreadable("subscribe's result has three elements");
        }
        String extranonce1 = items.get(1).asText();
        Integer size = integer(items.get(2));
        if (extranonce1 == null || size == null) {
            return new Unreadable("extranonce1 is hex and its partner's size a number");
        }
        return new Subscribed(id, sessionId(items.get(0)), extranonce1, size);
    }

    /** The session id stands beside mining.notify in the list of subscriptions, or beside it without a list. */
    private static String sessionId(JsonValue subscriptions) {
        if (!(subscriptions instanceof JsonArray list)) {
            return "";
        }
        List<JsonValue> items = list.items();
        if (items.size() > 1 && "mining.notify".equals(items.get(0).asText())) {
            String id = items.get(1).asText();
            return id == null ? "" : id;
        }
        for (JsonValue item : items) {
            String found = item instanceof JsonArray ? sessionId(item) : "";
            if (!found.isEmpty()) {
                return found;
            }
        }
        return "";
    }

    private static ServerMessage call(RequestId id, String method, List<JsonValue> params) {
        return switch (method) {
            case "mining.set_difficulty" -> setDifficulty(params);
            case "mining.notify" -> notify(params);
            case "mining.set_extranonce" -> setExtranonce(params);
            case "mining.set_version_mask" -> setVersionMask(params);
            case "client.reconnect" -> reconnect(params);
            case "client.show_message" -> showMessage(params);
            default -> new Call(id, method);
        };
    }

    private static ServerMessage setDifficulty(List<JsonValue> params) {
        BigDecimal difficulty = params.isEmpty() ? null : PoolCodec.positive(params.get(0));
        return difficulty == null
                ? new Unreadable("set_difficulty without a number above 0")
                : new ServerMessage.SetDifficulty(difficulty);
    }

    private static ServerMessage setExtranonce(List<JsonValue> params) {
        String extranonce1 = params.size() < 2 ? null : params.get(0).asText();
        Integer size = params.size() < 2 ? null : integer(params.get(1));
        return extranonce1 == null || size == null
                ? new Unreadable("set_extranonce takes hex and a size")
                : new ServerMessage.SetExtranonce(extranonce1, size);
    }

    private static ServerMessage setVersionMask(List<JsonValue> params) {
        Integer mask = params.isEmpty() ? null : hexInt(params.get(0));
        return mask == null
                ? new Unreadable("set_version_mask takes 8 hex digits")
                : new ServerMessage.SetVersionMask(mask);
    }

    private static ServerMessage showMessage(List<JsonValue> params) {
        String text = params.isEmpty() ? null : params.get(0).asText();
        return new ServerMessage.ShowMessage(text == null ? "" : text);
    }

    private static ServerMessage reconnect(List<JsonValue> params) {
        if (params.size() < 2) {
            return new ServerMessage.Reconnect(null, 0, 0);
        }
        Integer port = integer(params.get(1));
        Integer wait = params.size() < 3 ? Integer.valueOf(0) : integer(params.get(2));
        String host = params.get(0).asText();
        return port == null || wait == null
                ? new Unreadable("client.reconnect takes host, port and seconds")
                : new ServerMessage.Reconnect(host, port, wait);
    }

    private static ServerMessage notify(List<JsonValue> params) {
        if (params.size() < 9 || !(params.get(4) instanceof JsonArray branch)) {
            return new Unreadable("notify takes nine parameters, the fifth a list");
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            texts.add(String.valueOf(params.get(i).asText()));
        }
        List<String> merkle = new ArrayList<>();
        for (JsonValue step : branch.items()) {
            merkle.add(String.valueOf(step.asText()));
        }
        Integer version = hexInt(params.get(5));
        Integer nbits = hexInt(params.get(6));
        Integer ntime = hexInt(params.get(7));
        boolean clean = params.get(params.size() - 1) instanceof JsonBool flag && flag.value();
        if (version == null || nbits == null || ntime == null || notHex(texts.subList(1, 4)) || notHex(merkle)) {
            return new Unreadable("notify with fields that are not hex");
        }
        return new Notify(texts.get(0), texts.get(1), texts.get(2), texts.get(3), merkle, version, nbits, ntime, clean);
    }

    private static boolean notHex(List<String> texts) {
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (bytes.length % 2 != 0 || !HexField.isHex(bytes, 0, bytes.length)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Integer hexInt(JsonValue value) {
        String text = value.asText();
        if (text == null || text.length() != 8 || notHex(List.of(text))) {
            return null;
        }
        return Integer.parseUnsignedInt(text, 16);
    }

    /** A whole number, also from a string: ports are sent as both. */
    private static @Nullable Integer integer(JsonValue value) {
        String text = value instanceof JsonNumber number ? number.text() : value.asText();
        try {
            return text == null ? null : Integer.valueOf(text);
        } catch (NumberFormatException notWhole) {
            return null;
        }
    }
}

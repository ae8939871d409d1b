package thunderpool.stratum;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON value as it was sent; numbers keep their text, since an id is echoed and a difficulty must stay exact. */
sealed interface JsonValue {
    record JsonNull() implements JsonValue {
        static final JsonNull NULL = new JsonNull();
    }

    record JsonBool(boolean value) implements JsonValue {}

    /** @param text a valid JSON number of at most {@link JsonReader#MAX_NUMBER} characters */
    record JsonNumber(String text) implements JsonValue {}

    /** @param token the string as sent, quotes and escapes included */
    record JsonText(String value, String token) implements JsonValue {}

    record JsonArray(List<JsonValue> items) implements JsonValue {}

    record JsonObject(Map<String, JsonValue> members) implements JsonValue {
        /** The member, {@link JsonNull} when there is none: the protocol treats both alike. */
        JsonValue get(String name) {
            return members.getOrDefault(name, JsonNull.NULL);
        }
    }

    /** The text of a string, else null. */
    default @Nullable String asText() {
        return this instanceof JsonText text ? text.value() : null;
    }
}

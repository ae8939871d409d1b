package thunderpool.dashboard.http.admin;

import org.jspecify.annotations.Nullable;
import thunderpool.dashboard.http.BadRequestException;

/** Fields of a body that must be there, and not be longer than anybody means. */
final class Text {

    private static final int MAX = 1000;

    private Text() {}

    static String required(String name, @Nullable String value) {
        if (value == null || value.isBlank() || value.length() > MAX) {
            throw new BadRequestException(name + " is missing or longer than " + MAX + " characters.");
        }
        return value;
    }

    /** That is stored: PostgreSQL has no NUL. */
    static String line(String name, @Nullable String value) {
        String text = required(name, value);
        if (text.indexOf('\0') >= 0) {
            throw new BadRequestException(name + " holds the character NUL, which is no text.");
        }
        return text;
    }
}

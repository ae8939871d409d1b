package thunderpool.gateway.session;

import java.util.Locale;
import java.util.Optional;
import thunderpool.bitcoin.Difficulty;

/**
 * What miners ask for in the password, separated by comma, semicolon or space; anything else there is ignored.
 *
 * @param fixed {@code d=} or {@code diff=}
 * @param minimum {@code md=}
 */
record PasswordOptions(Optional<Difficulty> fixed, Optional<Difficulty> minimum) {
    private static final int MAX_LENGTH = 256;

    static PasswordOptions parse(String password) {
        Optional<Difficulty> fixed = Optional.empty();
        Optional<Difficulty> minimum = Optional.empty();
        String text = password.substring(0, Math.min(MAX_LENGTH, password.length()));
        for (String option : text.split("[,; ]", -1)) {
            int equals = option.indexOf('=');
            if (equals < 0) {
                continue;
            }
            Optional<Difficulty> value = UserName.difficulty(option.substring(equals + 1));
            switch (option.substring(0, equals).toLowerCase(Locale.ROOT)) {
                case "d", "diff" -> fixed = value;
                case "md" -> minimum = value;
                default -> {}
            }
        }
        return new PasswordOptions(fixed, minimum);
    }
}

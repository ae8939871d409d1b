package thunderpool.dashboard.admin;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What names and passwords may be. */
public final class Credentials {

    /** Authors of commands that are no admin: a miner by its signature, the pool by its rules. */
    private static final Set<String> RESERVED = Set.of("miner", "pool");

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{1,31}");
    private static final int LENGTH_MIN = 12;
    private static final int LENGTH_MAX = 128;
    private static final int DIFFERENT_MIN = 5;

    private Credentials() {}

    /** As it is stored: names differ by more than case. */
    static String name(String typed) {
        return typed.strip().toLowerCase(Locale.ROOT);
    }

    static Optional<String> problemOfName(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.of("A name is 2 to 32 of a-z, 0-9, dot, dash and underscore, and begins with a letter.");
        }
        return RESERVED.contains(name)
                ? Optional.of("The name \"" + name + "\" is taken by the pool itself.")
                : Optional.empty();
    }

    static Optional<String> problemOfPassword(String name, String password) {
        if (password.length() < LENGTH_MIN || password.length() > LENGTH_MAX) {
            return Optional.of("A password has " + LENGTH_MIN + " to " + LENGTH_MAX + " characters.");
        }
        if (password.chars().distinct().count() < DIFFERENT_MIN) {
            return Optional.of("The password repeats too few characters.");
        }
        return password.toLowerCase(Locale.ROOT).contains(name)
                ? Optional.of("The password must not contain the name.")
                : Optional.empty();
    }
}

package thunderpool.dashboard.admin;

import java.util.Locale;
import java.util.Optional;

/** What somebody may do; each role may do all that the ones before it may. */
public enum Role {
    /** Sees the admin pages. */
    VIEWER,
    /** Also does what a night shift does: holds, releases, approves, bans, drains. */
    OPERATOR,
    /** Everything: schemes, fees, ports, money by hand, and users. */
    OWNER;

    public boolean includes(Role needed) {
        return compareTo(needed) >= 0;
    }

    public static Optional<Role> named(String text) {
        try {
            return Optional.of(valueOf(text.strip().toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}

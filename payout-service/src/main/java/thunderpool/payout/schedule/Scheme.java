package thunderpool.payout.schedule;

import java.util.regex.Pattern;
import thunderpool.topics.SchemeChanged;

/**
 * A row of payment_schemes.
 *
 * @param version 0 as the migration made it, then counted by changes
 * @param blockInterval blocks between payments, 0 when blocks do not matter
 * @param timeIntervalMinutes minutes between payments, 0 when time does not matter
 * @param description for people
 */
public record Scheme(String name, long version, int blockInterval, int timeIntervalMinutes, String description) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final int MAX_BLOCKS = 100_000;
    private static final int MAX_MINUTES = 366 * 24 * 60;
    private static final int MAX_DESCRIPTION = 200;

    public Scheme {
        require(NAME.matcher(name).matches(), "a scheme's name is 1 to 32 of a-z, 0-9 and -");
        require(blockInterval >= 0 && blockInterval <= MAX_BLOCKS, "block_interval must be 0 to " + MAX_BLOCKS);
        require(
                timeIntervalMinutes >= 0 && timeIntervalMinutes <= MAX_MINUTES,
                "time_interval must be 0 to " + MAX_MINUTES + " minutes");
        require(blockInterval > 0 || timeIntervalMinutes > 0, "block_interval and time_interval cannot both be 0");
        require(
                description.length() <= MAX_DESCRIPTION,
                "a description has at most " + MAX_DESCRIPTION + " characters");
    }

    public Scheme changed(int blocks, int minutes, String text) {
        return new Scheme(name, version + 1, blocks, minutes, text);
    }

    public SchemeChanged told() {
        return new SchemeChanged(name, version, blockInterval, timeIntervalMinutes, description);
    }

    /** With what will take its place. */
    public SchemeChanged told(PlannedScheme next) {
        return new SchemeChanged(name, version, blockInterval, timeIntervalMinutes, description, next.told());
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}

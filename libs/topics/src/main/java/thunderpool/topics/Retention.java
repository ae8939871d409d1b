package thunderpool.topics;

import java.time.Duration;

/** How long a topic's records stay. */
public sealed interface Retention {

    /** Deleted when older. */
    record Delete(Duration after) implements Retention {}

    /** Only the newest record per key stays. */
    record Compact() implements Retention {}

    /** Never deleted. */
    record Forever() implements Retention {}

    static Retention days(int days) {
        return new Delete(Duration.ofDays(days));
    }
}

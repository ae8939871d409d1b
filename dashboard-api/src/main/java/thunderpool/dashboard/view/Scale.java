package thunderpool.dashboard.view;

import java.time.Duration;

/** The resolutions that history is kept at. A step is the number of its time span from the Unix epoch. */
enum Scale {
    MINUTE("minutes", 1),
    TEN("tens", 10),
    HOUR("hours", 60);

    private final String table;
    private final int minutes;

    Scale(String table, int minutes) {
        this.table = table;
        this.minutes = minutes;
    }

    /** Last part of its tables' names: {@code work_}, {@code account_} and {@code pool_}. */
    String table() {
        return table;
    }

    int minutes() {
        return minutes;
    }

    long lengthMs() {
        return Duration.ofMinutes(minutes).toMillis();
    }

    /** The step an instant lies in, milliseconds since the Unix epoch. */
    long stepOf(long atMs) {
        return Math.floorDiv(atMs, lengthMs());
    }
}

package thunderpool.accounting;

/** How far the log is folded, seen from the broker's side. Times are its append times, milliseconds since the Unix epoch. */
public interface LogReading {

    /** Whether every record of block-changed appended at this time or later has been folded. */
    boolean hasBlocksSince(long sinceMs);

    /** Whether every record of admin-command appended before this time has been folded. */
    boolean hasCommandsBefore(long beforeMs);
}

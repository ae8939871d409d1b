package thunderpool.payout.schedule;

import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.topics.ScheduleChanged;

/**
 * An account's own schedule.
 *
 * @param version counts the changes people see; a payment does not change it
 * @param minimum smallest payable balance that is paid
 * @param held no new payment of this account is started
 * @param messageTime Unix seconds inside the newest signed message that was obeyed, 0 before the first
 * @param sinceHeight height at the last payment's reservation, or when the account was first seen
 * @param sinceMs the same moment in milliseconds since the Unix epoch
 */
public record Schedule(
        Script account,
        long version,
        String schemeName,
        Sats minimum,
        boolean held,
        long messageTime,
        int sinceHeight,
        long sinceMs) {

    public static Schedule first(Script account, String schemeName, Sats minimum, int height, long nowMs) {
        return new Schedule(account, 1, schemeName, minimum, false, 0, height, nowMs);
    }

    public Schedule following(String scheme) {
        return new Schedule(account, version + 1, scheme, minimum, held, messageTime, sinceHeight, sinceMs);
    }

    public Schedule withMinimum(Sats smallest) {
        return new Schedule(account, version + 1, schemeName, smallest, held, messageTime, sinceHeight, sinceMs);
    }

    public Schedule withHeld(boolean hold) {
        return new Schedule(account, version + 1, schemeName, minimum, hold, messageTime, sinceHeight, sinceMs);
    }

    /** Remembers the message's time, so that neither it nor an older one is obeyed again. */
    public Schedule signedAt(long time) {
        return new Schedule(account, version, schemeName, minimum, held, time, sinceHeight, sinceMs);
    }

    /** Counts the next interval from here. */
    public Schedule paidAt(int height, long atMs) {
        return new Schedule(account, version, schemeName, minimum, held, messageTime, height, atMs);
    }

    public ScheduleChanged told(String chain, Scheme scheme) {
        return new ScheduleChanged(
                chain,
                account,
                version,
                schemeName,
                scheme.blockInterval(),
                scheme.timeIntervalMinutes(),
                minimum,
                held);
    }
}

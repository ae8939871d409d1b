package thunderpool.payout.port;

/** Hears what happens, for counters and operators; never decides anything. */
public interface PayoutLog {

    /** @param detail for people; may name orders and transactions, never secrets */
    void note(PayoutEvent event, String detail);
}

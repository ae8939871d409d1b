package thunderpool.payout.port;

/** Hears what happens, for counters and operators; never decides anything. */
public interface PayoutLog {

    /**
     * @param about orders and transactions, by which people follow them
     * @param detail for people, never secrets; empty when the event says it all
     */
    void note(PayoutEvent event, About about, String detail);
}

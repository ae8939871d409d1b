package thunderpool.payout.port;

/** Everything worth counting; the alarms are worth waking someone for when they last. */
public enum PayoutEvent {
    REQUESTED(false),
    /** A request without an answer was sent again. */
    REQUEST_REPEATED(false),
    RESERVED(false),
    REFUSED(false),
    /** A reserved order waits for an operator. */
    APPROVAL_NEEDED(false),
    APPROVED(false),
    /** A signed transaction was stored. */
    BOUND(false),
    /** A node took an attempt into its mempool. */
    BROADCAST(false),
    /** A replacement with a higher fee was stored. */
    REPLACED(false),
    CONFIRMED(false),
    PAID(false),
    /** An order ended unpaid and its money goes back. */
    RETURNED(false),
    /** Blocks we had seen left the active chain. */
    REORGANIZED(false),
    /** A payment that these books did not make was found and is theirs now. */
    ADOPTED(false),
    /** The log knows more of our orders than this database, which was restored; they were taken over. */
    RESTORED(true),
    /** Our own log cannot be compared with this database; nothing new is paid until it is. */
    LOG_UNREAD(true),
    /** The wallet has paid what these books do not know; nothing new is paid until an operator says what it is. */
    UNKNOWN_PAYMENT(true),
    /** A payment that the log names is in no wallet and no chain we see; its order waits. */
    PAYMENT_MISSING(true),
    /** A node did not take an attempt; it is sent again. */
    BROADCAST_REFUSED(true),
    /** No usable answer of the node or wallet; nothing changed. */
    NODE_FAULT(true),
    /** The wallet's free confirmed segwit coins do not suffice for the orders; they wait. */
    INSUFFICIENT_FUNDS(true),
    /** The wallet did not sign exactly what was planned. */
    SIGNATURE_REFUSED(true),
    /** The mempool would not take a planned transaction; smaller ones are tried. */
    PLAN_REFUSED(true),
    /** A transaction does not confirm, and the fee bounds or the change allow no more. */
    STUCK_AT_HIGHEST_FEE(true),
    /** A stranger's transaction spends our inputs: somebody else uses the wallet. */
    CONFLICT(true),
    /** A settled payment left the active chain; it is broadcast, and never returned automatically. */
    SETTLED_LEFT_CHAIN(true),
    /** Accounting answered one order twice, differently. */
    ANSWER_CONFLICT(true);

    private final boolean alarm;

    PayoutEvent(boolean alarm) {
        this.alarm = alarm;
    }

    public boolean isAlarm() {
        return alarm;
    }
}

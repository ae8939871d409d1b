package thunderpool.accounting.ledger;

/** Failed invariants. While one is not cleared by a person, no payout is reserved; a restart clears nothing. */
public interface Alarms {

    /** Raises it once; while it stands, raising the same again changes nothing. */
    void raise(String kind, String detail, long atMs);

    /** Whether one of this kind has not been cleared. */
    boolean stands(String kind);

    /** How many no person has cleared. */
    int standing();

    default boolean isHalted() {
        return standing() > 0;
    }

    /** Clears those of one kind. */
    void clearKind(String kind, String author, String reason, long atMs);

    /** @return how many stood */
    int clear(String author, String reason, long atMs);
}

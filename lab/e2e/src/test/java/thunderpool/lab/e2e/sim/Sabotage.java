package thunderpool.lab.e2e.sim;

/** Components broken on purpose: each must be caught by an invariant, or the invariants are worth nothing. */
enum Sabotage {
    NONE,
    /** A new owner of a partition does not read what the earlier one said. */
    VALIDATOR_FORGETS_DUPLICATES,
    /** Records that come again are folded again. */
    ACCOUNTING_IGNORES_POSITIONS,
    /** The producer acknowledges what it then loses. */
    PRODUCER_LIES,
    /** A payout-service that takes over knows nothing of the transactions its predecessor stored. */
    PAYOUT_FORGETS
}

package thunderpool.dashboard.admin.audit;

/** What came of an act. */
public enum Outcome {
    DONE,
    /** Not allowed, or not valid. */
    REFUSED,
    /** A wrong name, password, code or second factor. */
    FAILED
}

package thunderpool.dashboard.admin;

/** What came of a wish: its value, or why not. */
public sealed interface Answer<T> {

    /** It is done. */
    record Done<T>(T value) implements Answer<T> {}

    /**
     * It is not done.
     *
     * @param text for the person who asked
     * @param retryAfterSeconds when asking again makes sense; 0 when that does not depend on time
     */
    record No<T>(Why why, String text, long retryAfterSeconds) implements Answer<T> {}

    /** Kinds of no. */
    enum Why {
        /** Name, password, code or second factor: which one is not told. */
        WRONG,
        USER_LOCKED,
        ADDRESS_LOCKED,
        BUSY,
        CLOSED,
        INVALID,
        UNKNOWN,
        CONFLICT,
        FORBIDDEN
    }

    static <T> Answer<T> done(T value) {
        return new Done<>(value);
    }

    static <T> Answer<T> no(Why why, String text) {
        return new No<>(why, text, 0);
    }
}

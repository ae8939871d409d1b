package thunderpool.stratum;

/** The error codes miners know, as the first element of the error array {@code [code, text, null]}. */
public enum StratumError {
    /** Anything the other codes do not name, malformed and unsupported requests among it. */
    OTHER(20, "Other/unknown"),
    /** Job unknown, expired, or of an earlier tip. */
    STALE(21, "Job not found (=stale)"),
    DUPLICATE(22, "Duplicate share"),
    LOW_DIFFICULTY(23, "Low difficulty share"),
    UNAUTHORIZED(24, "Unauthorized worker"),
    NOT_SUBSCRIBED(25, "Not subscribed");

    private final int code;
    private final String text;

    StratumError(int code, String text) {
        this.code = code;
        this.text = text;
    }

    public int code() {
        return code;
    }

    /** The text pools have always sent with this code. */
    public String text() {
        return text;
    }

    /** The error of a code; {@link #OTHER} for codes only some pools use. */
    public static StratumError ofCode(int code) {
        for (StratumError error : values()) {
            if (error.code == code) {
                return error;
            }
        }
        return OTHER;
    }
}

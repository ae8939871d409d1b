package thunderpool.work;

/**
 * Why a share earns nothing, in order of precedence, with the error code miners know (20 other, 21 job not found, 22
 * duplicate, 23 low difficulty, 24 unauthorized, 25 not subscribed).
 */
public enum Rejection {
    /** Bytes that do not form a submission: wrong length, not hex. */
    MALFORMED(1, 20, "Malformed submission"),
    /** No session: subscribe first. */
    NOT_SUBSCRIBED(2, 25, "Not subscribed"),
    /** The user was not authorized on this session. */
    UNAUTHORIZED(3, 24, "Unauthorized worker"),
    /** The job is not one this pool sent, or it is long over. */
    UNKNOWN_JOB(4, 21, "Job not found"),
    /** The job built on a tip that is no longer the tip. */
    STALE(5, 21, "Stale job"),
    /** Header time outside the template's bounds. */
    BAD_NTIME(6, 20, "ntime out of range"),
    /** Version bits outside the negotiated mask. */
    BAD_VERSION(7, 20, "Version bits outside of mask"),
    /** The same work bytes were submitted before, by whomever. */
    DUPLICATE(8, 22, "Duplicate share"),
    /** The hash misses the announced target. */
    LOW_DIFFICULTY(9, 23, "Low difficulty share"),
    /** The pool can not make the share durable now. */
    BUSY(10, 20, "Busy, try again");

    private final int code;
    private final int stratumCode;
    private final String text;

    Rejection(int code, int stratumCode, String text) {
        this.code = code;
        this.stratumCode = stratumCode;
        this.text = text;
    }

    /** The byte that stands for it in records (0 means accepted); never reused for another meaning. */
    public int code() {
        return code;
    }

    public int stratumCode() {
        return stratumCode;
    }

    public String text() {
        return text;
    }

    /** @throws IllegalArgumentException for a code that no version wrote */
    public static Rejection ofCode(int code) {
        for (Rejection rejection : values()) {
            if (rejection.code == code) {
                return rejection;
            }
        }
        throw new IllegalArgumentException("unknown rejection code " + code);
    }
}

package thunderpool.work;

/** How long work can be submitted, which bounds what must be remembered against duplicates. */
public final class JobLife {

    /** A gateway takes shares for a job until its tip ends or this long after the template, in milliseconds. */
    public static final long AT_THE_EDGE_MS = 600_000;

    /**
     * A validator credits shares appended at most this long after their template, by the broker's clock: what the edge
     * allows, and what a share may wait for the broker, and a margin. Whatever the edge answered {@code true} lies
     * inside.
     */
    public static final long AT_THE_VALIDATOR_MS = 900_000;

    /** How long the validator remembers a share's identity: a repeat later than this refers to dead work. */
    public static final long REMEMBERED_MS = AT_THE_VALIDATOR_MS + 60_000;

    private JobLife() {}
}

package thunderpool.dashboard.http;

/** All live streams are taken. */
public final class TooManyStreamsException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public TooManyStreamsException() {
        super("All live streams, or all of your address, are taken; the same figures are under /api/stats.");
    }
}

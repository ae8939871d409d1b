package thunderpool.dashboard.http;

/** A request that can not be answered as it is; the message says why. */
public final class BadRequestException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public BadRequestException(String message) {
        super(message);
    }
}

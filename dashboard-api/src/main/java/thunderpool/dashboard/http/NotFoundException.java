package thunderpool.dashboard.http;

/** There is no such thing; the message says what people could do instead. */
public final class NotFoundException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public NotFoundException(String message) {
        super(message);
    }
}

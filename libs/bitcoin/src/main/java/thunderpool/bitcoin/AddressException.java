package thunderpool.bitcoin;

/** Text that is no address of the chain; the message tells its owner why. */
public final class AddressException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AddressException(String message) {
        super(message);
    }
}

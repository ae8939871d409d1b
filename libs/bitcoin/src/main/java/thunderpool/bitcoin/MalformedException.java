package thunderpool.bitcoin;

/** Bytes or text that cannot be read as what they claim to be; the message says where and why. */
public final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedException(String message) {
        super(message);
    }

    MalformedException(String message, int position) {
        super(message + " at byte " + position);
    }
}

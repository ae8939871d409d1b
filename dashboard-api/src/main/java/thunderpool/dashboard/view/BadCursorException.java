package thunderpool.dashboard.view;

/** A place in a list that this service never gave out. */
public final class BadCursorException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public BadCursorException() {
        super("The cursor is not one of this list: take it unchanged from the Link header of the page before.");
    }
}

package thunderpool.runtime;

/** A batch came that was folded before. Not an error of the log: another reader was faster, or a commit's answer was lost. */
public final class StalePositionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StalePositionException(String message) {
        super(message);
    }
}

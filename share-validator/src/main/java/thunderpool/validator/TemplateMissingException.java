package thunderpool.validator;

/** A share refers to a template that has not arrived in time: the batch is undone and comes again, nothing is refused. */
public final class TemplateMissingException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public TemplateMissingException(String message) {
        super(message);
    }
}

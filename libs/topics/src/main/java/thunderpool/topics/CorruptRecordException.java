package thunderpool.topics;

/** Bytes on a topic that this version can not read. The consumer stops and an operator is told; nothing is skipped. */
public final class CorruptRecordException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public CorruptRecordException(String message) {
        super(message);
    }
}

package thunderpool.runtime;

/** The lease has changed hands: the transaction that finds this must roll back. */
public final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LeaseLostException(Lease lease) {
        super("lease " + lease.name() + " with token " + lease.token() + " is no longer held by " + lease.owner());
    }
}

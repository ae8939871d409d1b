package thunderpool.template;

/** The database did not do what was asked; whether it was done is unknown when it happened at the end of a transaction. */
final class StoreAway extends RuntimeException {
    StoreAway(String what, Throwable cause) {
        super(what + ": " + cause.getMessage(), cause);
    }
}

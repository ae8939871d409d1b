package thunderpool.gateway.session;

/** Hears of every ban and of every ban that ends early. Called under a lock: it must not block. */
@FunctionalInterface
public interface BanNews {
    /** Nobody listens. */
    BanNews NONE = (change, banned, atMs, untilMs) -> {};

    /**
     * Why.
     *
     * @param author {@code pool} for a ban by rule, else the operator
     */
    record Change(BanSubject subject, String reason, String author) {}

    /** @param untilMs when it ends; the present when it is lifted */
    void changed(Change change, boolean banned, long atMs, long untilMs);
}

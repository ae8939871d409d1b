package thunderpool.runtime;

/**
 * The right to do what one instance at a time may do.
 *
 * @param token grows with every change of hands; what is written under a lease carries it, or is guarded by
 *     {@link PgLease#guard}
 */
public record Lease(String name, String owner, long token) {}

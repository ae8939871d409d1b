package thunderpool.payout.schedule;

/**
 * What a scheme will be.
 *
 * @param scheme the values; its version is counted when they come
 * @param fromMs when they come, milliseconds since the Unix epoch
 */
public record PlannedScheme(Scheme scheme, long fromMs) {}

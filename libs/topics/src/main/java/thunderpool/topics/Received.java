package thunderpool.topics;

/**
 * A record as a reader sees it.
 *
 * @param offset position in its partition
 * @param appendTimeMs when the broker appended it, milliseconds since the Unix epoch; the time that accounting uses
 */
public record Received<T>(Topic<T> topic, int partition, long offset, long appendTimeMs, T value) {}

package thunderpool.topics;

import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * A topic as all services understand it.
 *
 * @param name at the broker
 * @param partitions changed only by a documented migration
 * @param codec of its one record type
 * @param writer the only principal that may write it
 * @param readers principals that may read it
 * @param retention how long records stay
 * @param key bytes of the record's key; what compaction keeps, or empty when the topic has no keys
 * @param partition of a record, below {@code partitions}
 * @param <T> the record
 */
public record Topic<T>(
        String name,
        int partitions,
        Codec<T> codec,
        Principal writer,
        Set<Principal> readers,
        Retention retention,
        Function<T, byte[]> key,
        ToIntFunction<T> partition) {

    /** A topic of one partition: all its records are in one order. */
    public static <T> Topic<T> ordered(
            String name,
            Codec<T> codec,
            Principal writer,
            Set<Principal> readers,
            Retention retention,
            Function<T, byte[]> key) {
        return new Topic<>(name, 1, codec, writer, readers, retention, key, value -> 0);
    }

    @Override
    public String toString() {
        return name;
    }
}

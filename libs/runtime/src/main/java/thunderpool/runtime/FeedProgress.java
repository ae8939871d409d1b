package thunderpool.runtime;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import thunderpool.topics.Topic;

/**
 * How far a consumer of this process has come, for metrics: written by the consumer's thread, read by others.
 *
 * @param topic what it reads
 * @param next per owned partition the offset it reads next
 */
public record FeedProgress(Topic<?> topic, ConcurrentHashMap<Integer, Long> next) {
    public FeedProgress(Topic<?> topic) {
        this(topic, new ConcurrentHashMap<>());
    }

    void reached(int partition, long nextOffset) {
        next.put(partition, nextOffset);
    }

    void left(int partition) {
        next.remove(partition);
    }

    Map<Integer, Long> snapshot() {
        return Map.copyOf(next);
    }
}

package thunderpool.runtime;

import java.util.function.Consumer;
import thunderpool.topics.Received;
import thunderpool.topics.Topic;

/** Reads a partition's past, up to all that was committed when the call began. */
public interface LogReplay {
    /** For {@code sinceMs}: from the first record still kept. */
    long BEGINNING = 0;

    /**
     * Hands every committed record with an append time of {@code sinceMs} or later to the handler, in order, and returns when the
     * last one written before the call was handed over.
     *
     * @param sinceMs milliseconds since the Unix epoch, or {@link #BEGINNING}
     */
    <T> void replay(Topic<T> topic, int partition, long sinceMs, Consumer<Received<T>> handler);
}

package thunderpool.topics;

import java.util.concurrent.CompletionStage;

/**
 * Appends records to one topic. The stage completes with the record's offset once it is durable by the topic's
 * promises (acks=all), and exceptionally when that is not known: then the record may or may not be there.
 */
public interface TopicWriter<T> {
    CompletionStage<Long> write(T value);
}

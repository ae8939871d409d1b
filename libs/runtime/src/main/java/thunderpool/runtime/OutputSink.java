package thunderpool.runtime;

import thunderpool.topics.Topic;

/** Where a pipeline's core puts its records: all of them become visible with the input's offsets, or none does. */
public interface OutputSink {
    <T> void write(Topic<T> topic, T value);
}

package thunderpool.runtime;

import thunderpool.topics.Topic;

/**
 * Where a service puts a record that tells others of a change in its own database: in the change's transaction, so that
 * the record exists exactly when the change does.
 */
public interface Outbox {
    /**
     * Joins the calling thread's transaction. Records of two transactions that change the same entity keep that
     * entity's order, because the second waits for the first at the entity's row; change the row before you append.
     */
    <T> void append(Topic<T> topic, T value);
}

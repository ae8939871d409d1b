package thunderpool.accounting.ledger;

import thunderpool.topics.Topic;

/** Records that a change causes: on their way once the transaction commits, and never without it. */
public interface Outgoing {
    <T> void put(Topic<T> topic, T value);
}

package thunderpool.lab.e2e.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import thunderpool.topics.Topic;

/**
 * Committed records on their way from a database to the log. A record leaves the outbox with its acknowledgement; when
 * one is not acknowledged, it and all behind it are published again, also those that had arrived.
 */
final class Outbox {

    private static final int BATCH = 6;

    private record Entry<T>(Topic<T> topic, T value) {
        void append(Broker broker) {
            broker.append(topic, value);
        }
    }

    private final Broker broker;
    private final Dice dice;
    private final Deque<Entry<?>> waiting = new ArrayDeque<>();
    private int repeated;

    Outbox(Broker broker, Dice dice) {
        this.broker = broker;
        this.dice = dice;
    }

    <T> void put(Topic<T> topic, T value) {
        waiting.add(new Entry<>(topic, value));
    }

    void pump() {
        if (broker.isAway()) {
            return;
        }
        List<Entry<?>> batch = new ArrayList<>(waiting).subList(0, Math.min(BATCH, waiting.size()));
        boolean allBefore = true;
        for (Entry<?> entry : batch) {
            boolean arrived = !dice.fault(0.04);
            if (arrived) {
                entry.append(broker);
            }
            boolean acknowledged = arrived && !dice.fault(0.04);
            allBefore &= acknowledged;
            if (allBefore) {
                waiting.remove();
            } else if (arrived) {
                repeated++;
            }
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Records that were, or will be, on the log more than once. */
    int repeated() {
        return repeated;
    }
}

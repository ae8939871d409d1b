package thunderpool.lab.e2e.sim;

import java.util.List;
import java.util.function.LongSupplier;
import thunderpool.topics.MemoryTopics;
import thunderpool.topics.Received;
import thunderpool.topics.Topic;

/** The log in the middle, and whether it can be reached. What was appended stays, in order, with the broker's time. */
final class Broker {

    /** The broker did not answer: nothing was appended. */
    static final class Away extends RuntimeException {
        Away() {
            super("the broker is away");
        }
    }

    private final MemoryTopics topics;
    private final Dice dice;
    private final LongSupplier clockMs;
    private long awayUntilMs;

    Broker(Dice dice, LongSupplier clockMs) {
        this.topics = new MemoryTopics(clockMs);
        this.dice = dice;
        this.clockMs = clockMs;
    }

    /** Once a step: outages of some seconds. */
    void weather() {
        if (dice.fault(0.006)) {
            awayUntilMs = clockMs.getAsLong() + dice.between(200, 15_000);
        }
    }

    boolean isAway() {
        return !dice.isCalm() && clockMs.getAsLong() < awayUntilMs;
    }

    <T> long append(Topic<T> topic, T value) {
        if (isAway()) {
            throw new Away();
        }
        return topics.append(topic, value);
    }

    /** What a consumer is given; nothing while the broker is away. */
    <T> List<Received<T>> read(Topic<T> topic, int partition, long from, int limit) {
        return isAway() ? List.of() : topics.read(topic, partition, from, limit);
    }

    /** What is on the log, for oracles and for readers that fail when the broker is away. */
    <T> List<Received<T>> all(Topic<T> topic, int partition, long from) {
        return topics.read(topic, partition, from, Integer.MAX_VALUE);
    }

    long end(Topic<?> topic, int partition) {
        return topics.end(topic, partition);
    }

    long nowMs() {
        return clockMs.getAsLong();
    }
}

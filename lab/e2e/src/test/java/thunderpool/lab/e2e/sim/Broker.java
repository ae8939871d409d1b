package thunderpool.lab.e2e.sim;

import java.util.List;
import java.util.function.LongSupplier;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.MemoryTopics;
import thunderpool.topics.Received;
import thunderpool.topics.Topic;

/** The log in the middle, and whether it can be reached. What was appended stays, in order, with the broker's time. */
final class Broker {

    private static final long CLOCKS_APART_MS = 9_000;

    /** The broker did not answer: nothing was appended. */
    static final class Away extends RuntimeException {
        Away() {
            super("the broker is away");
        }
    }

    private final MemoryTopics topics;

    /** One topic is led by another machine, whose clock is seconds off. */
    private final MemoryTopics blocks;

    private final Dice dice;
    private final LongSupplier clockMs;
    private long awayUntilMs;

    Broker(Dice dice, LongSupplier clockMs) {
        long apartMs = dice.between(-CLOCKS_APART_MS, CLOCKS_APART_MS);
        this.topics = new MemoryTopics(clockMs);
        this.blocks = new MemoryTopics(() -> clockMs.getAsLong() + apartMs);
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
        return at(topic).append(topic, value);
    }

    /** What a consumer is given; nothing while the broker is away. */
    <T> List<Received<T>> read(Topic<T> topic, int partition, long from, int limit) {
        return isAway() ? List.of() : at(topic).read(topic, partition, from, limit);
    }

    /** What is on the log, for oracles and for readers that fail when the broker is away. */
    <T> List<Received<T>> all(Topic<T> topic, int partition, long from) {
        return at(topic).read(topic, partition, from, Integer.MAX_VALUE);
    }

    long end(Topic<?> topic, int partition) {
        return at(topic).end(topic, partition);
    }

    private MemoryTopics at(Topic<?> topic) {
        return topic.equals(BlockChanged.TOPIC) ? blocks : topics;
    }

    long nowMs() {
        return clockMs.getAsLong();
    }
}

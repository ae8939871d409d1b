package thunderpool.gateway.session;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Difficulty;
import thunderpool.topics.WorkersSeen.Row;
import thunderpool.work.Miner;
import thunderpool.work.Rejection;

/**
 * What one gateway sees of one worker, over all its connections. Sessions write it from their threads, without a lock or
 * an allocation per share; one reporter compares it with what it told last.
 */
final class WorkerTally {
    private static final Rejection[] REASONS = Rejection.values();

    /** Codes are small and never reused. */
    private static final int CODES =
            1 + Arrays.stream(REASONS).mapToInt(Rejection::code).max().orElse(0);

    private final Miner miner;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicIntegerArray refused = new AtomicIntegerArray(CODES);
    private volatile Difficulty difficulty = Difficulty.EASIEST;
    private volatile String agent = "";
    private volatile long lastSubmitMs;

    /** The reporter's alone. */
    private final int[] toldRefused = new int[CODES];

    private @Nullable Row told;

    WorkerTally(Miner miner) {
        this.miner = miner;
    }

    Miner miner() {
        return miner;
    }

    void connected(int change) {
        connections.addAndGet(change);
    }

    /** Of the newest work sent to it. */
    void difficulty(Difficulty newest) {
        if (!newest.equals(difficulty)) {
            difficulty = newest;
        }
    }

    void agent(String name) {
        agent = name;
    }

    void submitted(long nowMs) {
        lastSubmitMs = nowMs;
    }

    void refused(Rejection reason) {
        refused.incrementAndGet(reason.code());
    }

    boolean isConnected() {
        return connections.get() > 0;
    }

    /** What is to be told now; null without news. On the reporter's thread. */
    @Nullable
    Row news() {
        Map<Rejection, Integer> counts = new EnumMap<>(Rejection.class);
        for (Rejection reason : REASONS) {
            int count = refused.get(reason.code()) - toldRefused[reason.code()];
            if (count > 0) {
                counts.put(reason, count);
            }
        }
        Row row = new Row(miner, connections.get(), difficulty, agent, lastSubmitMs, counts);
        return counts.isEmpty() && told != null && row.equals(told) ? null : row;
    }

    /** The row arrived. On the reporter's thread. */
    void told(Row row) {
        row.refused().forEach((reason, count) -> toldRefused[reason.code()] += count);
        told = new Row(row.miner(), row.connections(), row.difficulty(), row.agent(), row.lastSubmitMs(), Map.of());
    }
}

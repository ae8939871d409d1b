package thunderpool.accounting;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import thunderpool.runtime.LogReplay;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.Topic;

/** Compares what is on the log with our positions: a record at or behind a position is one we have not folded. One thread. */
final class FoldedLog implements LogReading {

    /** Append times of one partition may step back by this much when another broker takes it over. */
    private static final long CLOCKS_APART_MS = 60_000;

    private final LogReplay log;
    private final Function<Topic<?>, Map<Integer, Long>> positions;
    private long commandsFoldedBefore = Long.MIN_VALUE;

    /** Newest command known to be folded: what lies well before it needs no second look. */
    private long newestCommandMs = LogReplay.BEGINNING;

    /** @param positions per partition the offset to read next, as stored now */
    FoldedLog(LogReplay log, Function<Topic<?>, Map<Integer, Long>> positions) {
        this.log = log;
        this.positions = positions;
    }

    @Override
    public boolean hasBlocksSince(long sinceMs) {
        long next = next(BlockChanged.TOPIC);
        AtomicBoolean unread = new AtomicBoolean();
        log.replay(BlockChanged.TOPIC, 0, sinceMs, record -> {
            if (record.offset() >= next) {
                unread.set(true);
            }
        });
        return !unread.get();
    }

    /** Blocks that come close together share one look. */
    @Override
    public boolean hasCommandsBefore(long beforeMs) {
        if (beforeMs <= commandsFoldedBefore) {
            return true;
        }
        long next = next(AdminCommand.TOPIC);
        AtomicBoolean unread = new AtomicBoolean();
        AtomicLong newestMs = new AtomicLong(newestCommandMs);
        long sinceMs = Math.max(LogReplay.BEGINNING, newestCommandMs - CLOCKS_APART_MS);
        log.replay(AdminCommand.TOPIC, 0, sinceMs, record -> {
            if (record.offset() < next) {
                newestMs.accumulateAndGet(record.appendTimeMs(), Math::max);
            } else if (record.appendTimeMs() < beforeMs) {
                unread.set(true);
            }
        });
        newestCommandMs = newestMs.get();
        if (!unread.get()) {
            commandsFoldedBefore = beforeMs;
        }
        return !unread.get();
    }

    private long next(Topic<?> topic) {
        return positions.apply(topic).getOrDefault(0, 0L);
    }
}

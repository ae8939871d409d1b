package thunderpool.runtime;

import java.util.List;
import java.util.Map;
import thunderpool.topics.Received;

/**
 * A consumer that keeps its own positions beside what it derives from the records, in one transaction, so that each
 * record counts once whatever crashes. {@link PgPositions} is the usual keeper.
 */
public interface FeedCore<T> {
    /**
     * Where to read on, asked whenever partitions are assigned and after every failure.
     *
     * @return per partition the next offset; an absent partition is read from its beginning
     */
    Map<Integer, Long> positions();

    /**
     * Folds a batch and moves the positions over it, both or neither. Records are in offset order within each
     * partition. Throwing makes the batch come again, from {@link #positions}.
     */
    void accept(List<Received<T>> batch);
}

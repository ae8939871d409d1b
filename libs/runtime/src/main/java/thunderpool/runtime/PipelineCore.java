package thunderpool.runtime;

import java.util.List;
import java.util.Set;
import thunderpool.topics.Received;

/**
 * What a {@link TransactionalPipeline} drives, always on its one thread. State lives per partition: it is rebuilt when a
 * partition arrives, also after an aborted transaction, and dropped when it leaves.
 *
 * @param <I> the input record
 */
public interface PipelineCore<I> {
    /** Before the first batch of the partition: rebuild its state, usually by replaying the output's same partition. */
    void onAssigned(int partition);

    /** Forget the partition's state; what was not committed has not happened. */
    void onRevoked(int partition);

    /** Records in offset order within each partition. Throwing aborts the transaction, and all of it comes again. */
    void onBatch(List<Received<I>> batch, OutputSink out);

    /**
     * Time passes. Only partitions whose every record has been handed over are named: sealing time on one that is
     * behind would push its waiting records out of their slices.
     *
     * @param nowMs milliseconds since the Unix epoch by this host's clock
     */
    void onIdle(Set<Integer> caughtUp, long nowMs, OutputSink out);
}

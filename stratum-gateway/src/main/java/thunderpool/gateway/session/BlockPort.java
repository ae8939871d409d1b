package thunderpool.gateway.session;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import thunderpool.topics.BlockSolved;

/** The roads home for what meets the network's target. Thread-safe; returns at once; a repeat is no harm. */
@FunctionalInterface
public interface BlockPort {
    /**
     * Takes a block over.
     *
     * @return completes, on any thread and never with a failure, once the block outlives this process (or the disk does
     *     not take it, and the other roads must do): before that its finder gets no answer
     */
    CompletionStage<@Nullable Void> solved(BlockSolved block);
}

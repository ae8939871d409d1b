package thunderpool.gateway.session;

import thunderpool.topics.BlockSolved;

/** The roads home for what meets the network's target. Thread-safe; returns at once; a repeat is no harm. */
@FunctionalInterface
public interface BlockPort {
    void solved(BlockSolved block);
}

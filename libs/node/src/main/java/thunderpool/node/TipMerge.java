package thunderpool.node;

import java.util.Optional;
import thunderpool.bitcoin.Hash256;

/**
 * Merges the sources of one node: the first to name a tip counts, the others only show how late they are. Time is a
 * parameter; synchronized because each source has its own thread.
 */
final class TipMerge {

    /** What a source's word meant: a new tip, or the known one so many nanoseconds after the first source. */
    record Heard(boolean newTip, long lagNanos) {}

    private Optional<Hash256> tip = Optional.empty();
    private long firstHeardNanos;

    synchronized Heard on(Hash256 named, long nowNanos) {
        if (tip.isPresent() && tip.get().equals(named)) {
            return new Heard(false, nowNanos - firstHeardNanos);
        }
        tip = Optional.of(named);
        firstHeardNanos = nowNanos;
        return new Heard(true, 0);
    }
}

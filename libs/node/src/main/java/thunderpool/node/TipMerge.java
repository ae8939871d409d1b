package thunderpool.node;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import thunderpool.bitcoin.Hash256;

/**
 * Merges the sources of one node: the first to name a tip counts, the others only show how late they are. Time is a
 * parameter; synchronized because each source has its own thread.
 */
final class TipMerge {

    /**
     * What a source's word meant.
     *
     * @param newTip whether no source had named this tip
     * @param firstOfSource whether this source had not; long poll and poll name a tip again and again
     * @param lagNanos behind the first source
     */
    record Heard(boolean newTip, boolean firstOfSource, long lagNanos) {}

    private final Set<TipSignal.Source> named = EnumSet.noneOf(TipSignal.Source.class);
    private Optional<Hash256> tip = Optional.empty();
    private long firstHeardNanos;

    synchronized Heard on(TipSignal.Source source, Hash256 word, long nowNanos) {
        if (tip.isPresent() && tip.get().equals(word)) {
            return new Heard(false, named.add(source), nowNanos - firstHeardNanos);
        }
        tip = Optional.of(word);
        firstHeardNanos = nowNanos;
        named.clear();
        named.add(source);
        return new Heard(true, true, 0);
    }
}

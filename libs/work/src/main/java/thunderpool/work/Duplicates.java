package thunderpool.work;

import java.util.ArrayDeque;
import java.util.Deque;
import thunderpool.bitcoin.Hash256;

/**
 * The identities of shares that can still be repeated. Memory is bounded because a job can be submitted for a bounded
 * time: identities are kept in generations, and a whole generation is forgotten once nothing it holds can return.
 */
public final class Duplicates {

    private record Generation(long startMs, Fingerprints seen) {}

    private final long keepMs;
    private final long generationMs;
    private final Deque<Generation> generations = new ArrayDeque<>();

    /** @param keepMs how long an identity must be remembered at least, in milliseconds of the time passed in */
    public Duplicates(long keepMs) {
        if (keepMs <= 0) {
            throw new IllegalArgumentException("keepMs must be positive");
        }
        this.keepMs = keepMs;
        this.generationMs = Math.max(1, keepMs / 8);
    }

    /**
     * Whether this identity is new; remembers it.
     *
     * @param nowMs time of the share, on any one clock; a step backwards is taken as standing still
     */
    public boolean firstSight(Hash256 identity, long nowMs) {
        Generation current = rotate(nowMs);
        for (Generation generation : generations) {
            if (generation.seen.contains(identity)) {
                return false;
            }
        }
        current.seen.add(identity);
        return true;
    }

    private Generation rotate(long nowMs) {
        Generation last = generations.peekLast();
        if (last == null || nowMs >= last.startMs + generationMs) {
            last = new Generation(nowMs, new Fingerprints());
            generations.addLast(last);
        }
        while (generations.size() > 1 && endOfFirst() + keepMs < nowMs) {
            generations.removeFirst();
        }
        return last;
    }

    /** The first generation received its last identity before the second began. */
    private long endOfFirst() {
        var iterator = generations.iterator();
        iterator.next();
        return iterator.next().startMs;
    }

    /** Identities held at present. */
    public int size() {
        int size = 0;
        for (Generation generation : generations) {
            size += generation.seen.size();
        }
        return size;
    }
}

package thunderpool.lab.simulator;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import thunderpool.bitcoin.Hash256;
import thunderpool.stratum.StratumError;

/**
 * What miners submitted and what they were told about it, by the share's identity (double SHA-256 of its header), to be
 * compared with what the pool credited. Thread-safe.
 *
 * <p>A share may be submitted more than once and get different answers: it is accepted if one of them was {@code true}.
 */
public final class ToldLedger {
    private final Set<Hash256> submitted = new HashSet<>();
    private final Set<Hash256> accepted = new HashSet<>();
    private final Map<Hash256, StratumError> refused = new HashMap<>();

    /** Before the share leaves. */
    public synchronized void submitted(Hash256 share) {
        submitted.add(share);
    }

    /** Answered {@code true}. */
    public synchronized void accepted(Hash256 share) {
        accepted.add(share);
    }

    /** Answered with an error. */
    public synchronized void refused(Hash256 share, StratumError error) {
        refused.put(share, error);
    }

    /** Everything that left for the pool. */
    public synchronized Set<Hash256> submitted() {
        return Set.copyOf(submitted);
    }

    /** What was answered {@code true} at least once. */
    public synchronized Set<Hash256> accepted() {
        return Set.copyOf(accepted);
    }

    /** The last error of shares that were refused at least once. */
    public synchronized Map<Hash256, StratumError> refused() {
        return Map.copyOf(refused);
    }

    /** What got no answer at all: in flight, or cut off with its connection. */
    public synchronized Set<Hash256> unanswered() {
        Set<Hash256> unanswered = new HashSet<>(submitted);
        unanswered.removeAll(accepted);
        unanswered.removeAll(refused.keySet());
        return unanswered;
    }

    public synchronized int acceptedCount() {
        return accepted.size();
    }

    public synchronized int refusedCount() {
        return refused.size();
    }

    public synchronized int submittedCount() {
        return submitted.size();
    }
}

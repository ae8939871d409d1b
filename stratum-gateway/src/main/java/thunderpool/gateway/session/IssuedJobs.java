package thunderpool.gateway.session;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Difficulty;
import thunderpool.gateway.job.JobBoard;
import thunderpool.gateway.job.TemplateWork;
import thunderpool.work.JobId;

/**
 * The jobs a session was sent, newest last. A share counts only for a job that was sent to it: that is what binds the
 * difficulty. They belong to the extranonce1 and outlive a connection, so that a miner who comes back is still credited
 * for what it found meanwhile. Thread-safe, because the old connection may not have heard yet that it is replaced.
 */
public final class IssuedJobs {
    /** A template every few seconds and some difficulty changes, over a job's life. */
    private static final int MOST = 256;

    /** After it came here a miner soon works on what it was told here; what is under way arrives within this time. */
    private static final long UNDERWAY_MS = 120_000;

    /**
     * What another gateway may have sent. Its list is not known here, but a job id means the same on every gateway, so it
     * may have been any job of the templates of that time which the port allows: whatever it says, the work bytes commit
     * to it, and a miner could have asked for any difficulty of the port. Easier ones than the session's own count only as
     * long as shares can have been under way.
     */
    private record Elsewhere(Difficulty own, Difficulty easiest, long sinceMs) {
        boolean mayHaveSent(TemplateWork work, Difficulty difficulty, long nowMs) {
            Difficulty least = nowMs - sinceMs <= UNDERWAY_MS ? own.min(easiest) : own;
            return work.installedMs() <= sinceMs && difficulty.compareTo(least.min(work.network())) >= 0;
        }
    }

    private final Map<JobId, Long> sentMs = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, Long> eldest) {
            return size() > MOST;
        }
    };

    private @Nullable Elsewhere elsewhere;

    /** Whether the session may have been sent this job of this work. */
    synchronized boolean contains(JobId id, TemplateWork work, long nowMs) {
        return sentMs.containsKey(id) || (elsewhere != null && elsewhere.mayHaveSent(work, id.difficulty(), nowMs));
    }

    synchronized void add(JobId id, long nowMs) {
        sentMs.values().removeIf(at -> nowMs - at > JobBoard.JOB_LIFE_MS);
        sentMs.put(id, nowMs);
    }

    /**
     * The session comes from another gateway.
     *
     * @param own difficulty its token tells
     * @param easiest the port gives
     */
    synchronized void fromElsewhere(Difficulty own, Difficulty easiest, long nowMs) {
        elsewhere = new Elsewhere(own, easiest, nowMs);
    }
}

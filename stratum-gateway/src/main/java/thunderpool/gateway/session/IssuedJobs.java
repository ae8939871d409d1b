package thunderpool.gateway.session;

import java.util.LinkedHashMap;
import java.util.Map;
import thunderpool.gateway.job.JobBoard;
import thunderpool.work.JobId;

/**
 * The jobs a session was sent, newest last. A share counts only for a job that was sent to it: that is what binds the
 * difficulty. They belong to the extranonce1 and outlive a connection, so that a miner who comes back is still credited
 * for what it found meanwhile. Thread-safe, because the old connection may not have heard yet that it is replaced.
 */
public final class IssuedJobs {
    /** A template every few seconds and some difficulty changes, over a job's life. */
    private static final int MOST = 256;

    private final Map<JobId, Long> sentMs = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, Long> eldest) {
            return size() > MOST;
        }
    };

    synchronized boolean contains(JobId id) {
        return sentMs.containsKey(id);
    }

    synchronized void add(JobId id, long nowMs) {
        sentMs.values().removeIf(at -> nowMs - at > JobBoard.JOB_LIFE_MS);
        sentMs.put(id, nowMs);
    }
}

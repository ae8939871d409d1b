package thunderpool.gateway.session;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import thunderpool.gateway.job.JobBoard;
import thunderpool.work.Extranonce;

/**
 * Who holds which extranonce1. A counter value that was given back returns only when every job issued under it has
 * expired, unless its own session comes back for it. Thread-safe.
 */
public final class ExtranonceBook {
    /** A session as this book sees it. */
    public interface Holder {
        /** What was sent under the extranonce1. */
        IssuedJobs issued();

        /** Another connection took the session over: say no more in its name. May be called on any thread. */
        void retire();
    }

    private record Rest(IssuedJobs issued, long untilMs) {}

    private static final int COUNTERS = 1 << 16;
    private static final long REST_MS = JobBoard.JOB_LIFE_MS + 60_000;
    private static final long NEVER_USED = Long.MIN_VALUE;

    private final int incarnation;
    private final Set<Integer> deadIncarnations;
    private final long[] restsUntilMs = new long[COUNTERS];
    private final Map<Integer, Holder> holders = new HashMap<>();
    /** Oldest first. */
    private final Map<Integer, Rest> resting = new LinkedHashMap<>();

    private int next;

    /**
     * @param incarnation offset of the gateway's own GatewayStarted record
     * @param deadIncarnations those known never to speak again, such as this gateway's own earlier ones; their sessions
     *     may go on here
     */
    public ExtranonceBook(long incarnation, Set<Integer> deadIncarnations) {
        this.incarnation = (int) (incarnation & 0xffff);
        this.deadIncarnations = Set.copyOf(deadIncarnations);
        Arrays.fill(restsUntilMs, NEVER_USED);
    }

    /** A fresh extranonce1; empty when all are held or rest. */
    public synchronized OptionalInt acquire(Holder holder, long nowMs) {
        for (int tried = 0; tried < COUNTERS; tried++) {
            int counter = next;
            next = (next + 1) % COUNTERS;
            int extranonce1 = Extranonce.extranonce1(incarnation, counter);
            boolean rests = restsUntilMs[counter] != NEVER_USED && restsUntilMs[counter] > nowMs;
            if (!rests && !holders.containsKey(extranonce1)) {
                holders.put(extranonce1, holder);
                resting.remove(extranonce1);
                return OptionalInt.of(extranonce1);
            }
        }
        return OptionalInt.empty();
    }

    /**
     * Takes an earlier session's extranonce1 over, closing that session first.
     *
     * @return the jobs that were sent under it, as far as this gateway sent them; empty when taking over is not certain
     */
    public Optional<IssuedJobs> resume(int extranonce1, Holder holder, long nowMs) {
        Holder old;
        Rest rest;
        synchronized (this) {
            if (!mayResume(extranonce1, nowMs)) {
                return Optional.empty();
            }
            old = holders.put(extranonce1, holder);
            rest = resting.remove(extranonce1);
        }
        if (old == null) {
            return Optional.of(rest == null ? new IssuedJobs() : rest.issued);
        }
        old.retire();
        return Optional.of(old.issued());
    }

    private boolean mayResume(int extranonce1, long nowMs) {
        int from = Extranonce.incarnationOf(extranonce1);
        if (from != incarnation) {
            return deadIncarnations.contains(from);
        }
        long restsUntil = restsUntilMs[Extranonce.counterOf(extranonce1)];
        boolean stillIts = restsUntil != NEVER_USED && restsUntil > nowMs;
        return holders.containsKey(extranonce1) || stillIts;
    }

    /** Gives back what this holder holds; nothing happens when another has taken it over. */
    public synchronized void release(int extranonce1, Holder holder, long nowMs) {
        if (!holders.remove(extranonce1, holder)) {
            return;
        }
        resting.put(extranonce1, new Rest(holder.issued(), nowMs + REST_MS));
        if (Extranonce.incarnationOf(extranonce1) == incarnation) {
            restsUntilMs[Extranonce.counterOf(extranonce1)] = nowMs + REST_MS;
        }
        Iterator<Rest> oldest = resting.values().iterator();
        while (oldest.hasNext() && oldest.next().untilMs < nowMs) {
            oldest.remove();
        }
    }
}

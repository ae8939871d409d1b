package thunderpool.gateway.session;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import thunderpool.gateway.job.JobBoard;
import thunderpool.work.Extranonce;

/**
 * Who holds which extranonce1. A counter value that was given back returns only when every job issued under it has
 * expired, unless its own session comes back for it. What another gateway may serve is never handed out again.
 * Thread-safe.
 */
public final class ExtranonceBook {
    /** A session as this book sees it. */
    public interface Holder {
        /** What was sent under the extranonce1. */
        IssuedJobs issued();

        /** Another connection took the session over: say no more in its name. May be called on any thread. */
        void retire();
    }

    /**
     * A session that goes on.
     *
     * @param issued the jobs that were sent under it by this process
     * @param elsewhere whether another process sent it jobs too
     */
    public record Resumed(IssuedJobs issued, boolean elsewhere) {}

    private record Rest(IssuedJobs issued, long untilMs) {}

    private static final int COUNTERS = 1 << 16;
    private static final long REST_MS = JobBoard.JOB_LIFE_MS + 60_000;
    private static final long NEVER_USED = Long.MIN_VALUE;
    /** Counter values left for those who come while a new incarnation is being taken. */
    private static final int RESERVE = 4_096;

    private final Neighbours neighbours;
    private final long[] restsUntilMs = new long[COUNTERS];
    private final Map<Integer, Holder> holders = new HashMap<>();
    /** Oldest first. */
    private final Map<Integer, Rest> resting = new LinkedHashMap<>();
    /** Of this incarnation, and released to, or taken up by, another gateway: never handed out again. */
    private final Set<Integer> burned = new HashSet<>();
    /** Held here only until the connection ends: anybody may take them up. */
    private final Set<Integer> handedOver = new HashSet<>();

    /** Of this incarnation, and handed out at some time. */
    private final BitSet used = new BitSet(COUNTERS);

    private Runnable whenSpent = () -> {};
    private int incarnation;
    private int next;

    /**
     * @param incarnation offset of the gateway's own GatewayStarted record
     * @param deadIncarnations those known never to speak again, such as this gateway's own earlier ones; their sessions
     *     may go on here
     */
    public ExtranonceBook(long incarnation, Set<Integer> deadIncarnations) {
        this(incarnation, Neighbours.none(deadIncarnations));
    }

    /** @param neighbours say whose sessions may go on here, and hear of those that go elsewhere */
    public ExtranonceBook(long incarnation, Neighbours neighbours) {
        this.neighbours = neighbours;
        this.incarnation = (int) (incarnation & 0xffff);
        Arrays.fill(restsUntilMs, NEVER_USED);
    }

    /** @param renewal run when few fresh counter values are left, so that none has to be used twice; must not block */
    public synchronized void whenSpent(Runnable renewal) {
        whenSpent = renewal;
    }

    /**
     * A fresh extranonce1; empty when all are held or rest. A value is used twice within an incarnation only when no new
     * one could be taken in time: session ids live longer than the rest.
     */
    public synchronized OptionalInt acquire(Holder holder, long nowMs) {
        OptionalInt unused = find(nowMs, false);
        // Whoever is taken for dead does not know which of its sessions others have taken up meanwhile.
        OptionalInt found = unused.isPresent() || neighbours.maySeemDead() ? unused : find(nowMs, true);
        if (found.isEmpty()) {
            return found;
        }
        int counter = found.getAsInt();
        next = (counter + 1) % COUNTERS;
        boolean fresh = !used.get(counter);
        used.set(counter);
        if (fresh && used.cardinality() == COUNTERS - RESERVE) {
            whenSpent.run();
        }
        int extranonce1 = Extranonce.extranonce1(incarnation, counter);
        holders.put(extranonce1, holder);
        resting.remove(extranonce1);
        return OptionalInt.of(extranonce1);
    }

    private OptionalInt find(long nowMs, boolean again) {
        for (int tried = 0; tried < COUNTERS; tried++) {
            int counter = (next + tried) % COUNTERS;
            int extranonce1 = Extranonce.extranonce1(incarnation, counter);
            boolean usable = again ? restsUntilMs[counter] <= nowMs : !used.get(counter);
            if (usable && !holders.containsKey(extranonce1) && !burned.contains(extranonce1)) {
                return OptionalInt.of(counter);
            }
        }
        return OptionalInt.empty();
    }

    /**
     * Takes an earlier session's extranonce1 over, closing that session first.
     *
     * @return empty when taking over is not certain
     */
    public Optional<Resumed> resume(int extranonce1, Holder holder, long nowMs) {
        Holder old;
        Rest rest;
        synchronized (this) {
            Rest known = resting.get(extranonce1);
            rest = known != null && known.untilMs > nowMs ? known : null;
            boolean here = holders.containsKey(extranonce1) || rest != null;
            boolean ours = isOurs(extranonce1) && !burned.contains(extranonce1);
            if (!here && (ours || !neighbours.isFree(extranonce1))) {
                return Optional.empty();
            }
            old = holders.put(extranonce1, holder);
            resting.remove(extranonce1);
            handedOver.remove(extranonce1);
            if (!here) {
                neighbours.adopted(extranonce1);
            }
        }
        if (old == null) {
            return Optional.of(rest == null ? new Resumed(new IssuedJobs(), true) : new Resumed(rest.issued, false));
        }
        old.retire();
        return Optional.of(new Resumed(old.issued(), false));
    }

    /** Gives back what this holder holds; nothing happens when another has taken it over. */
    public synchronized void release(int extranonce1, Holder holder, long nowMs) {
        if (!holders.remove(extranonce1, holder) || handedOver.remove(extranonce1)) {
            return;
        }
        resting.put(extranonce1, new Rest(holder.issued(), nowMs + REST_MS));
        if (isOurs(extranonce1)) {
            restsUntilMs[Extranonce.counterOf(extranonce1)] = nowMs + REST_MS;
        }
        Iterator<Rest> oldest = resting.values().iterator();
        while (oldest.hasNext() && oldest.next().untilMs < nowMs) {
            oldest.remove();
        }
    }

    /**
     * Lets the session go on at another gateway. Its connection here may finish what the miner has under way.
     *
     * @return completes once every gateway will know, with a failure when that is not certain
     */
    public synchronized CompletionStage<?> handOver(int extranonce1, Holder holder) {
        if (!holder.equals(holders.get(extranonce1))) {
            return CompletableFuture.completedStage(extranonce1);
        }
        burn(extranonce1);
        handedOver.add(extranonce1);
        return neighbours.release(extranonce1);
    }

    /** Whether the other gateways have read about now that they may take the session up. */
    public boolean isFreeElsewhere(int extranonce1) {
        return neighbours.isReleased(extranonce1);
    }

    /** Another gateway serves this session now. Returns whether it was one of this gateway's. */
    public boolean takenElsewhere(int extranonce1) {
        Holder old;
        boolean known;
        synchronized (this) {
            burn(extranonce1);
            known = resting.remove(extranonce1) != null || isOurs(extranonce1);
            handedOver.remove(extranonce1);
            old = holders.remove(extranonce1);
        }
        if (old != null) {
            old.retire();
        }
        return known || old != null;
    }

    /**
     * Hands out under a new incarnation from now on. Sessions of the present one go on, but none of its counter values
     * is used again: others may have taken this gateway for dead, and its sessions up.
     *
     * @param fresh offset of another GatewayStarted record of this gateway
     */
    public synchronized void renew(long fresh) {
        incarnation = (int) (fresh & 0xffff);
        next = 0;
        used.clear();
        Arrays.fill(restsUntilMs, NEVER_USED);
        burned.clear();
    }

    private boolean isOurs(int extranonce1) {
        return Extranonce.incarnationOf(extranonce1) == incarnation;
    }

    private void burn(int extranonce1) {
        if (isOurs(extranonce1)) {
            burned.add(extranonce1);
        }
    }

    /** Sessions that have an extranonce1. */
    public synchronized int held() {
        return holders.size();
    }
}

package thunderpool.dashboard.view;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Target;
import thunderpool.topics.Judgement;
import thunderpool.topics.Judgement.ShareJudged;
import thunderpool.topics.Received;
import thunderpool.work.Rejection;

/**
 * The newest judged shares of each worker, for a picture of its difficulty and luck. In memory and bounded: it begins
 * with this process, and holds what this process read. Safe for use from any thread.
 */
public final class RecentShares {

    /** Shares kept of a worker. */
    static final int SHARES_MAX = 500;

    /** Workers kept; who submitted longest ago is forgotten first. */
    static final int WORKERS_MAX = 2_000;

    private record Name(Script account, String worker) {}

    private record Seen(
            long atMs,
            double difficulty,
            double achieved,
            @Nullable Rejection rejection) {}

    private final String chain;
    private final Target difficultyOne;
    private final Map<Name, Deque<Seen>> shares = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, Deque<Seen>> eldest) {
            return size() > WORKERS_MAX;
        }
    };

    public RecentShares(String chain, Target difficultyOne) {
        this.chain = chain;
        this.difficultyOne = difficultyOne;
    }

    synchronized void add(List<Received<Judgement>> batch) {
        for (Received<Judgement> received : batch) {
            if (received.value() instanceof ShareJudged judged && judged.chain().equals(chain)) {
                judged.shares().forEach(share -> add(share, received.appendTimeMs()));
            }
        }
    }

    private void add(Judgement.Share share, long atMs) {
        Name name =
                new Name(share.miner().account(), PgText.storable(share.miner().worker()));
        Deque<Seen> newest = shares.computeIfAbsent(name, any -> new ArrayDeque<>());
        if (newest.size() >= SHARES_MAX) {
            newest.removeFirst();
        }
        newest.addLast(new Seen(
                atMs,
                Difficulties.of(share.job().difficulty()),
                Difficulties.achieved(share, difficultyOne),
                share.rejection()));
    }

    /** Newest last; the times are when the judgement was written. */
    public synchronized List<Views.SharePoint> of(Script account, String worker) {
        Deque<Seen> seen = shares.get(new Name(account, worker));
        return seen == null
                ? List.of()
                : new ArrayList<>(seen).stream().map(RecentShares::point).toList();
    }

    private static Views.SharePoint point(Seen seen) {
        Rejection rejection = seen.rejection;
        return new Views.SharePoint(
                Instant.ofEpochMilli(seen.atMs),
                seen.difficulty,
                seen.achieved == 0 ? null : seen.achieved,
                rejection == null ? null : rejection.name());
    }
}

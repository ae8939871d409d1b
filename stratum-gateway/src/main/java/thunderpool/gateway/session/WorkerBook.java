package thunderpool.gateway.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import thunderpool.topics.WorkersSeen.Row;
import thunderpool.work.Miner;

/**
 * The workers at a gateway and what is to be told of them. Thread-safe, but for one reporter at a time. Bounded: workers
 * beyond the limit mine like all others, only nobody is told of their software and refusals.
 */
public final class WorkerBook {
    private static final int MOST = 50_000;

    /** Rows of one record. */
    private static final int ROWS_MOST = 1_000;

    private final ConcurrentHashMap<Miner, WorkerTally> tallies = new ConcurrentHashMap<>();

    /** Rows to tell, and what to do once they arrived. */
    public record News(List<Row> rows, Runnable told) {}

    /** One more connection of a worker. */
    WorkerTally enter(Miner miner) {
        boolean full = tallies.size() >= MOST;
        WorkerTally seen = tallies.compute(miner, (key, known) -> {
            WorkerTally tally = known != null || full ? known : new WorkerTally(key);
            if (tally != null) {
                tally.connected(1);
            }
            return tally;
        });
        return seen == null ? new WorkerTally(miner) : seen;
    }

    /** A connection of the worker ended. */
    void leave(WorkerTally tally) {
        tally.connected(-1);
    }

    /** Workers known. */
    public int size() {
        return tallies.size();
    }

    /** All workers with news, a thousand at a time. By the reporter, which calls {@code told} before it asks again. */
    public List<News> news() {
        List<News> all = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        List<WorkerTally> of = new ArrayList<>();
        for (WorkerTally tally : tallies.values()) {
            Row row = tally.news();
            if (row != null) {
                rows.add(row);
                of.add(tally);
            }
            if (rows.size() == ROWS_MOST) {
                all.add(news(rows, of));
                rows = new ArrayList<>();
                of = new ArrayList<>();
            }
        }
        if (!rows.isEmpty()) {
            all.add(news(rows, of));
        }
        return all;
    }

    private News news(List<Row> rows, List<WorkerTally> of) {
        return new News(List.copyOf(rows), () -> {
            for (int i = 0; i < rows.size(); i++) {
                of.get(i).told(rows.get(i));
                forget(of.get(i));
            }
        });
    }

    /** Who left and of whom all is told. */
    private void forget(WorkerTally tally) {
        tallies.computeIfPresent(tally.miner(), (key, present) -> forgotten(present) ? null : present);
    }

    private static boolean forgotten(WorkerTally tally) {
        return !tally.isConnected() && tally.news() == null;
    }
}

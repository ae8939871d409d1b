package thunderpool.dashboard.view;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import thunderpool.bitcoin.Script;
import thunderpool.dashboard.view.Views.HistoryPoint;

/**
 * Reads figures over time. Every step of the range is there, with zeros where nothing happened; the last one is the
 * running step, whose hash rate is over the part of it that has passed.
 */
public final class PgHistory {

    /** How far back, and at which resolution: minutes for a day, ten minutes for a week, hours for a year. */
    public enum Range {
        HOUR_1("1h", Duration.ofHours(1), Scale.MINUTE),
        HOUR_24("24h", Duration.ofHours(24), Scale.MINUTE),
        DAY_7("7d", Duration.ofDays(7), Scale.TEN),
        DAY_30("30d", Duration.ofDays(30), Scale.HOUR),
        YEAR_1("1y", Duration.ofDays(365), Scale.HOUR);

        private final String text;
        private final Duration length;
        private final Scale scale;

        Range(String text, Duration length, Scale scale) {
            this.text = text;
            this.length = length;
            this.scale = scale;
        }

        public String text() {
            return text;
        }

        public int resolutionSeconds() {
            return scale.minutes() * 60;
        }

        private int steps() {
            return (int) (length.toMillis() / scale.lengthMs());
        }
    }

    private static final long SHORTEST_MS = 30_000;

    private static final HistoryPoint NOTHING = new HistoryPoint(Instant.EPOCH, 0, 0, 0, 0, "0");

    private final JdbcClient jdbc;
    private final InstantSource clock;

    public PgHistory(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Oldest first. */
    public List<HistoryPoint> pool(Range range) {
        return points(
                range,
                jdbc.sql("select step, shares, rejected, work, workers from pool_%s where step >= :from"
                        .formatted(range.scale.table())));
    }

    /** Oldest first. */
    public List<HistoryPoint> account(Script account, Range range) {
        return points(range, jdbc.sql("""
                        select step, shares, rejected, work, workers from account_%s
                        where account = :account and step >= :from""".formatted(range.scale.table())).param("account", account.bytes()));
    }

    /** Of all reward systems the worker mines under; oldest first. */
    public List<HistoryPoint> worker(Script account, String worker, Range range) {
        return points(
                range,
                jdbc.sql("""
                        select step, sum(shares) as shares, sum(rejected) as rejected, sum(work) as work, 1 as workers
                        from work_%s where account = :account and worker = :worker and step >= :from
                        group by step""".formatted(range.scale.table()))
                        .param("account", account.bytes())
                        .param("worker", worker));
    }

    private List<HistoryPoint> points(Range range, JdbcClient.StatementSpec query) {
        long nowMs = clock.millis();
        long last = range.scale.stepOf(nowMs);
        long first = last - range.steps() + 1;
        Map<Long, HistoryPoint> found = new HashMap<>();
        query.param("from", first).query(row -> {
            long step = row.getLong("step");
            found.put(
                    step,
                    point(
                            range,
                            step,
                            nowMs,
                            new HistoryPoint(
                                    Instant.EPOCH,
                                    row.getBigDecimal("work").doubleValue(),
                                    row.getLong("workers"),
                                    row.getLong("shares"),
                                    row.getLong("rejected"),
                                    PgRows.hashes(row.getBigDecimal("work")))));
        });
        List<HistoryPoint> points = new ArrayList<>(range.steps());
        for (long step = first; step <= last; step++) {
            HistoryPoint point = found.get(step);
            points.add(point == null ? point(range, step, nowMs, NOTHING) : point);
        }
        return points;
    }

    /** Gives a step its time, and turns the work in {@code raw}'s rate into a rate. */
    private static HistoryPoint point(Range range, long step, long nowMs, HistoryPoint raw) {
        long startMs = step * range.scale.lengthMs();
        long passedMs =
                Math.clamp(nowMs - startMs, Math.min(SHORTEST_MS, range.scale.lengthMs()), range.scale.lengthMs());
        return new HistoryPoint(
                Instant.ofEpochMilli(startMs),
                raw.hashrateHps() * 1000 / passedMs,
                raw.workers(),
                raw.sharesAccepted(),
                raw.sharesRejected(),
                raw.workHashes());
    }

    /** Sums over time that hash rates come from. */
    record Recent(BigDecimal work10m, BigDecimal work1h, BigDecimal work24h, long shares10m) {}

    /** The sums of an account, or of the pool when null. */
    Recent recent(@Nullable Script account) {
        long minute = Scale.MINUTE.stepOf(clock.millis());
        String table = account == null ? "pool_minutes where true" : "account_minutes where account = :account";
        var query = jdbc.sql("""
                        select coalesce(sum(work) filter (where step >= :ten), 0) as ten,
                               coalesce(sum(work) filter (where step >= :hour), 0) as hour,
                               coalesce(sum(work), 0) as day,
                               coalesce(sum(shares) filter (where step >= :ten), 0) as shares
                        from %s and step >= :day""".formatted(table))
                .param("ten", minute - 10)
                .param("hour", minute - 60)
                .param("day", minute - 24 * 60);
        if (account != null) {
            query = query.param("account", account.bytes());
        }
        return query.query((row, at) -> new Recent(
                        row.getBigDecimal("ten"),
                        row.getBigDecimal("hour"),
                        row.getBigDecimal("day"),
                        row.getLong("shares")))
                .single();
    }
}

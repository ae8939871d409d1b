package thunderpool.dashboard.view;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongBinaryOperator;
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

    static final long DAY_HOURS = 24;

    private static final long SHORTEST_MS = 30_000;

    /** Hours as they were written, and those that PgDays put together; the time is asked of the whole. */
    private static final String ACCOUNT_HOURS = """
            (select account, step, shares, rejected, work, workers from account_hours
             where account = :account and step >= :from
             union all select d.account, s.* from account_days d,
             unnest(d.steps, d.shares, d.rejected, d.work, d.workers) as s (step, shares, rejected, work, workers)
             where d.account = :account and d.day >= :from / 24) h""";

    private static final String WORKER_HOURS = """
            (select account, worker, step, shares, rejected, work from work_hours
             where account = :account and worker = :worker and step >= :from
             union all select d.account, d.worker, s.* from work_days d,
             unnest(d.steps, d.shares, d.rejected, d.work) as s (step, shares, rejected, work)
             where d.account = :account and d.worker = :worker and d.day >= :from / 24) h""";

    private static final Sums NOTHING = new Sums(0, 0, BigDecimal.ZERO, 0);

    private final JdbcClient jdbc;
    private final InstantSource clock;

    public PgHistory(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What one row says of a step; several add up. */
    private record Sums(long shares, long rejected, BigDecimal work, long workers) {

        /** Of one worker's rows under several reward systems none makes it two. */
        Sums and(Sums other, LongBinaryOperator together) {
            return new Sums(
                    shares + other.shares,
                    rejected + other.rejected,
                    work.add(other.work),
                    together.applyAsLong(workers, other.workers));
        }
    }

    /** Oldest first. */
    public List<HistoryPoint> pool(Range range) {
        return points(
                range,
                Long::sum,
                jdbc.sql("select step, shares, rejected, work, workers from pool_%s where step >= :from"
                        .formatted(range.scale.table())));
    }

    /** Oldest first. */
    public List<HistoryPoint> account(Script account, Range range) {
        String sql = "select step, shares, rejected, work, workers from " + table("account", ACCOUNT_HOURS, range)
                + " where account = :account and step >= :from";
        return points(range, Long::sum, jdbc.sql(sql).param("account", account.bytes()));
    }

    /** Of all reward systems the worker mines under; oldest first. */
    public List<HistoryPoint> worker(Script account, String worker, Range range) {
        String sql = "select step, shares, rejected, work, 1 as workers from " + table("work", WORKER_HOURS, range)
                + " where account = :account and worker = :worker and step >= :from";
        return points(
                range,
                Math::max,
                jdbc.sql(sql).param("account", account.bytes()).param("worker", worker));
    }

    private static String table(String whose, String hours, Range range) {
        return switch (range.scale) {
            case MINUTE, TEN -> whose + "_" + range.scale.table();
            case HOUR -> hours;
        };
    }

    private List<HistoryPoint> points(Range range, LongBinaryOperator workers, JdbcClient.StatementSpec query) {
        long nowMs = clock.millis();
        long last = range.scale.stepOf(nowMs);
        long first = last - range.steps() + 1;
        Map<Long, Sums> found = new HashMap<>(2 * range.steps());
        query.param("from", first).query(row -> {
            Sums sums = new Sums(row.getLong(2), row.getLong(3), row.getBigDecimal(4), row.getLong(5));
            found.merge(row.getLong(1), sums, (one, other) -> one.and(other, workers));
        });
        List<HistoryPoint> points = new ArrayList<>(range.steps());
        for (long step = first; step <= last; step++) {
            points.add(point(range, step, nowMs, found.getOrDefault(step, NOTHING)));
        }
        return points;
    }

    private static HistoryPoint point(Range range, long step, long nowMs, Sums sums) {
        long startMs = step * range.scale.lengthMs();
        long passedMs =
                Math.clamp(nowMs - startMs, Math.min(SHORTEST_MS, range.scale.lengthMs()), range.scale.lengthMs());
        return new HistoryPoint(
                Instant.ofEpochMilli(startMs),
                sums.work.doubleValue() * 1000 / passedMs,
                sums.workers,
                sums.shares,
                sums.rejected,
                PgRows.hashes(sums.work));
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

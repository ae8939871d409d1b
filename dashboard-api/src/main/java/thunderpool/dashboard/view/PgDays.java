package thunderpool.dashboard.view;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Puts hours of workers and accounts that are more than a week old together, a row a day. Hours are written side by side for
 * all workers, so a year of one of them lies on as many pages as it has hours; put together, on as many as it has days. What
 * is asked of the last week, by hour and for all accounts, stays as it is.
 */
public final class PgDays {

    /** The leaderboard's week, and the day that has begun. */
    private static final int HOURS_STAY_DAYS = 8;

    /** Days of one round: after an upgrade a year is put together over some hours, and not in one go. */
    private static final int AT_ONCE = 30;

    private static final String PACK = """
            with gone as (delete from %1$s_hours where step >= ? and step < ? returning *)
            insert into %1$s_days as d (%2$s, day, steps, shares, rejected, work%3$s)
            select %2$s, ?, array_agg(step order by step), array_agg(shares order by step),
                   array_agg(rejected order by step), array_agg(work order by step)%4$s
            from gone group by %2$s order by %2$s
            on conflict (%2$s, day) do update
            set steps = d.steps || excluded.steps, shares = d.shares || excluded.shares,
                rejected = d.rejected || excluded.rejected, work = d.work || excluded.work%5$s""";

    private static final String WORKERS = PACK.formatted("work", "account, worker, reward_system", "", "", "");
    private static final String ACCOUNTS = PACK.formatted(
            "account",
            "account",
            ", workers",
            ", array_agg(workers order by step)",
            ", workers = d.workers || excluded.workers");

    private final JdbcTemplate jdbc;

    public PgDays(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Puts together the days that came of age, each by itself; those that a round leaves over come with the next. Age is
     * counted from the newest share that was folded, so that a log that is read again from its beginning meets hours as it
     * left them.
     *
     * @return rows of days made
     */
    public int pack() {
        return pack("work", WORKERS) + pack("account", ACCOUNTS);
    }

    private int pack(String table, String sql) {
        Long newest = number("select max(step) from pool_hours");
        if (newest == null) {
            return 0;
        }
        long end = day(newest) - HOURS_STAY_DAYS;
        int made = 0;
        int days = 0;
        for (long day = first(table, end); day < end && days < AT_ONCE; day++) {
            int rows = jdbc.update(sql, day * PgHistory.DAY_HOURS, (day + 1) * PgHistory.DAY_HOURS, day);
            made += rows;
            days += rows == 0 ? 0 : 1;
        }
        return made;
    }

    /** Behind the last day made; before there is one, the oldest hour's. What was folded late stays with the hours. */
    private long first(String table, long end) {
        Long last = number("select max(day) from " + table + "_days");
        if (last != null) {
            return last + 1;
        }
        Long oldest = number("select min(step) from " + table + "_hours");
        return oldest == null ? end : day(oldest);
    }

    private static long day(long step) {
        return Math.floorDiv(step, PgHistory.DAY_HOURS);
    }

    private @Nullable Long number(String sql) {
        List<@Nullable Long> found = jdbc.query(sql, (row, at) -> row.getObject(1, Long.class));
        return found.getFirst();
    }
}

package thunderpool.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;
import static thunderpool.dashboard.view.PoolSample.ALICE;
import static thunderpool.dashboard.view.PoolSample.BOB;
import static thunderpool.dashboard.view.PoolSample.script;
import static thunderpool.dashboard.view.ReadStore.NOW;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import thunderpool.dashboard.view.PgHistory.Range;

/** Hours that are put together say what they said before. */
class PgDaysTest {

    private static final long NOW_HOUR = Scale.HOUR.stepOf(NOW.toEpochMilli());
    private static final int DAYS = 40;

    private final ReadStore store = new ReadStore();
    private final Random random = new Random(7);

    @AfterEach
    void close() {
        store.close();
    }

    /** Two workers of one account and one of another, with hours left out, and a worker under two reward systems. */
    private void fill() {
        for (long step = NOW_HOUR - DAYS * 24L; step <= NOW_HOUR; step++) {
            if (random.nextInt(10) == 0) {
                continue;
            }
            hour(ALICE, "rig", 1, step);
            hour(BOB, "attic", 1, step);
            hour(BOB, "attic", 2, step);
            store.database
                    .jdbc()
                    .update(
                            "insert into account_hours values (?, ?, ?, 1, ?, 2)",
                            script(ALICE).bytes(),
                            step,
                            random.nextInt(100),
                            random.nextLong(1L << 60));
        }
        store.database
                .jdbc()
                .update(
                        "insert into pool_hours (step, shares, rejected, work, workers) values (?, 1, 0, 1, 1)",
                        NOW_HOUR);
    }

    private void hour(String address, String worker, int system, long step) {
        store.database
                .jdbc()
                .update(
                        "insert into work_hours values (?, ?, ?, ?, ?, 2, ?)",
                        script(address).bytes(),
                        worker,
                        system,
                        step,
                        random.nextInt(100),
                        random.nextLong(1L << 60));
    }

    private List<Object> told() {
        List<Object> told = new ArrayList<>();
        for (Range range : List.of(Range.DAY_30, Range.YEAR_1)) {
            told.add(store.history.worker(script(ALICE), "rig", range));
            told.add(store.history.worker(script(BOB), "attic", range));
            told.add(store.history.account(script(ALICE), range));
        }
        told.add(store.pool.leaderboard(PgPool.Order.HASHRATE, Duration.ofDays(7), 10));
        return told;
    }

    private long rows(String table) {
        Long rows = store.database.jdbc().queryForObject("select count(*) from " + table, Long.class);
        return rows == null ? -1 : rows;
    }

    @Test
    void everyHourIsToldAsBefore() {
        fill();
        List<Object> before = told();
        int made = 0;
        for (int round = 0; round < 3; round++) {
            made += store.days.pack();
            assertThat(told()).isEqualTo(before);
        }
        assertThat(rows("work_days") + rows("account_days")).isEqualTo(made);
        assertThat(rows("work_days")).as("a row a day").isBetween(3L * (DAYS - 10), 3L * DAYS);
        assertThat(rows("work_hours")).as("a week and what has begun").isBetween(3L * 7 * 24 * 8 / 10, 3L * 9 * 24);
        assertThat(store.days.pack()).as("once").isZero();
    }

    @Test
    void whatIsFoldedLateAddsUp() {
        fill();
        store.days.pack();
        store.days.pack();
        long old = NOW_HOUR - 20 * 24;
        long before = shares(old);
        store.database.jdbc().update("delete from work_hours where step = ?", old);
        store.database
                .jdbc()
                .update(
                        "insert into work_hours values (?, 'rig', 1, ?, 5, 0, 5)",
                        script(ALICE).bytes(),
                        old);
        assertThat(shares(old)).isEqualTo(before + 5);
        store.days.pack();
        assertThat(shares(old)).isEqualTo(before + 5);
    }

    private long shares(long step) {
        return store.history.worker(script(ALICE), "rig", Range.YEAR_1).stream()
                .filter(point -> point.at().toEpochMilli() == step * Scale.HOUR.lengthMs())
                .mapToLong(Views.HistoryPoint::sharesAccepted)
                .sum();
    }

    @Test
    void aYearIsKeptAndNoMore() {
        fill();
        store.days.pack();
        store.days.pack();
        long days = rows("work_days");
        store.work.forget(NOW.toEpochMilli(), Duration.ofDays(3));
        assertThat(rows("work_days")).isEqualTo(days);
        store.work.forget(NOW.plus(Duration.ofDays(400)).toEpochMilli(), Duration.ofDays(3));
        assertThat(rows("work_days")).isZero();
        assertThat(rows("account_days")).isZero();
    }

    @Test
    void aPoolWithoutSharesHasNothingToPutTogether() {
        assertThat(store.days.pack()).isZero();
    }
}

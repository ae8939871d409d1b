package thunderpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

final class DatabaseConfigTest {
    private static final String NAMED = "&ApplicationName=went-back";

    @Test
    void aMigrationMayBeSilentForLongerThanAStatementOfTheService() throws SQLException {
        try (TestDatabase database = TestDatabase.fresh()) {
            DatabaseConfig config =
                    new DatabaseConfig(database.jdbcUrl(), database.user(), database.password(), null, 2);
            try (HikariDataSource pool = config.open("patience", "db/runtimetest");
                    Connection ofService = pool.getConnection();
                    Connection ofMigration = config.patient().getConnection()) {
                assertThat(ofService.getNetworkTimeout()).isEqualTo(60_000);
                assertThat(ofMigration.getNetworkTimeout()).as("0 is for ever").isZero();
                assertThat(ofService
                                .getMetaData()
                                .getTables(null, database.schema(), "greeting", null)
                                .next())
                        .as("migrated")
                        .isTrue();
            }
        }
    }

    @Test
    void aServerThatEndedAllConnectionsIsUsedAgainAndOneThatWentBackIsNot() throws Exception {
        BlockingQueue<String> acts = new LinkedBlockingQueue<>();
        try (TestDatabase database = TestDatabase.fresh()) {
            DatabaseConfig config =
                    new DatabaseConfig(database.jdbcUrl() + NAMED, database.user(), database.password(), null, 2);
            try (MarkedPool pool = config.open("went-back", () -> acts.add("end"), "db/runtimetest")) {
                JdbcTemplate jdbc = database.jdbc();
                marked(jdbc, 1);
                cut(jdbc);
                marked(jdbc, 2);
                assertThat(acts).isEmpty();

                pool.salvage(now -> acts.add("saved: " + isMigrated(now) + ", commits are " + commits(now)));
                // As a database made anew: not even its tables are there.
                jdbc.execute("drop schema " + database.schema() + " cascade");
                jdbc.execute("create schema " + database.schema());
                cut(jdbc);
                assertThat(acts.poll(30, TimeUnit.SECONDS)).isEqualTo("saved: true, commits are local");
                assertThat(acts.poll(30, TimeUnit.SECONDS)).isEqualTo("end");
                pool.setConnectionTimeout(500);
                assertThatThrownBy(pool::getConnection).hasStackTraceContaining("the database has gone back");
            }
        }
    }

    private static boolean isMigrated(DataSource database) {
        return !new JdbcTemplate(database)
                .queryForList("select body from greeting")
                .isEmpty();
    }

    /** A restored server waits for its second one, and acknowledged nothing for 40 s in the cluster: too late for last acts. */
    private static @Nullable String commits(DataSource database) {
        return new JdbcTemplate(database).queryForObject("show synchronous_commit", String.class);
    }

    /** Until the pool has counted so far by itself. */
    private static void marked(JdbcTemplate jdbc, long atLeast) throws InterruptedException {
        for (int tries = 0; tries < 600; tries++) {
            Long mark = jdbc.queryForObject("select max(mark) from marks", Long.class);
            if (mark != null && mark >= atLeast) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("no mark of " + atLeast);
    }

    /** As a server that restarts does, for the pool's connections. */
    private static void cut(JdbcTemplate jdbc) {
        jdbc.queryForList(
                "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'went-back'");
    }
}

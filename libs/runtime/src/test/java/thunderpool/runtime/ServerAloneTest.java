package thunderpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** Servers of their own, as they are around a failover and after a restore. */
final class ServerAloneTest {
    private static final String MARK = "select coalesce(max(mark), -1) from marks";

    @TempDir
    private Path folder = Path.of("");

    private static EmbeddedPostgres server(Path data) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                // The embedded server's default waits for nobody.
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    private static DatabaseConfig config(EmbeddedPostgres server) {
        return new DatabaseConfig(server.getJdbcUrl("postgres", "postgres"), "postgres", "postgres", null, 2);
    }

    private static long mark(JdbcTemplate jdbc) {
        Long mark = jdbc.queryForObject(MARK, Long.class);
        return mark == null ? -1 : mark;
    }

    /** A restored database asks for a second server before there is one, and blocks are brought home by reading alone. */
    @Test
    void aServiceStartsAndReadsWhereNoCommitIsAcknowledged() throws Exception {
        try (EmbeddedPostgres server = server(folder.resolve("data"))) {
            config(server).open("before", "db/runtimetest").close();
            JdbcTemplate jdbc = new JdbcTemplate(server.getPostgresDatabase());
            jdbc.execute("delete from marks");
            jdbc.execute("alter system set synchronous_standby_names = 'nobody'");
            jdbc.execute("select pg_reload_conf()");
            // The reload reaches another process a moment later.
            until(() -> "nobody".equals(jdbc.queryForObject("show synchronous_standby_names", String.class)));

            try (HikariDataSource pool = assertTimeoutPreemptively(
                    Duration.ofSeconds(20), () -> config(server).open("alone"))) {
                assertThat(new JdbcTemplate(pool).queryForList("select body from greeting"))
                        .isNotEmpty();
                until(() -> Boolean.TRUE.equals(jdbc.queryForObject(
                        "select exists (select from pg_stat_activity where wait_event = 'SyncRep')", Boolean.class)));
                assertThat(mark(jdbc)).isEqualTo(-1);

                jdbc.execute("alter system reset synchronous_standby_names");
                jdbc.execute("select pg_reload_conf()");
                until(() -> mark(jdbc) >= 1);
            }
        }
    }

    @Test
    void aServerThatFollowsAnotherIsRefusedAndNoLoss() throws Exception {
        Path data = folder.resolve("data");
        List<String> lost = new ArrayList<>();
        CommitMark mark = new CommitMark(lost::add);
        try (EmbeddedPostgres leading = server(data);
                Connection connection = leading.getPostgresDatabase().getConnection()) {
            Migrations.run(leading.getPostgresDatabase(), "db/runtime/marks");
            mark.advance(connection);
            mark.advance(connection);
        }
        Files.createFile(data.resolve("standby.signal"));
        try (EmbeddedPostgres following = server(data)) {
            refuses(following, mark);
            refuses(following, new CommitMark(lost::add));
            try (Connection connection = following.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("select pg_promote()");
                mark.admit(connection);
            }
        }
        assertThat(lost).isEmpty();
    }

    private static void refuses(EmbeddedPostgres server, CommitMark mark) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            assertThatThrownBy(() -> mark.admit(connection))
                    .isInstanceOfSatisfying(SQLException.class, refused -> assertThat(refused.getSQLState())
                            .isEqualTo("08004"))
                    .hasMessage("this server follows another and takes no writes");
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static void until(Condition condition) throws InterruptedException {
        for (int tries = 0; tries < 600; tries++) {
            if (condition.holds()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("never came true");
    }
}

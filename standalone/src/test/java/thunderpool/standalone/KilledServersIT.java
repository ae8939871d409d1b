package thunderpool.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thunderpool.runtime.NumberTopic;
import thunderpool.topics.Principal;

/** Goal: kill -9 of the process that holds both servers loses nothing it acknowledged and leaves nothing in the way. */
final class KilledServersIT {
    @TempDir
    Path dir;

    @Test
    void whatWasAcknowledgedSurvivesAKillAndTheNextStartIsUndisturbed() throws Exception {
        Process victim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledServers.class.getName(),
                        dir.toString())
                .redirectError(dir.resolve("victim.log").toFile())
                .start();
        try (BufferedReader output = victim.inputReader()) {
            assertThat(output.lines().anyMatch(KilledServers.READY::equals))
                    .as(() -> "the victim came up; it wrote: " + read(dir.resolve("victim.log")))
                    .isTrue();
            victim.destroyForcibly();
            assertThat(victim.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            victim.destroyForcibly();
        }
        try (EmbeddedDatabase database = EmbeddedDatabase.start(dir.resolve("database"), 0);
                TestLog log = TestLog.embedded(dir.resolve("broker"), List.of(NumberTopic.TOPIC))) {
            assertThat(paid(database.access("accounting"))).isEqualTo(5_000_000_000L);
            assertThat(log.committed(NumberTopic.TOPIC, Principal.VALIDATOR))
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.range(0, 1000).boxed().toList());
        }
    }

    private static long paid(DatabaseAccess access) throws SQLException {
        try (Connection connection = DriverManager.getConnection(access.jdbcUrl(), access.user(), access.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select sats from paid")) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}

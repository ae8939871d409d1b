package thunderpool.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedDatabaseIT {
    /** Unpacked once for all tests here; each test's folder links to it. */
    @TempDir
    static Path shared;

    @TempDir
    Path dir;

    @BeforeEach
    void linkPrograms() throws IOException {
        Path home = PostgresBinaries.unpackedIn(shared).home();
        Files.createSymbolicLink(dir.resolve(home.getFileName()), home);
    }

    @Test
    void keepsRowsAndIsolatesServicesAndIsDurable() throws SQLException, IOException {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(dir, 0)) {
            run(database, "accounting", "create table ledger(amount bigint)");
            run(database, "accounting", "insert into ledger values (50)");

            assertThat(read(database, "accounting", "show fsync")).isEqualTo("on");
            assertThat(read(database, "accounting", "show synchronous_commit")).isEqualTo("on");
            assertThat(read(database, "accounting", "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThatThrownBy(() -> read(database, "payout", "select amount from accounting.ledger"))
                    .hasMessageContaining("permission denied for schema accounting");
            assertThatThrownBy(() -> run(database, "payout", "create table accounting.mine(a int)"))
                    .hasMessageContaining("permission denied for schema accounting");
            assertThatThrownBy(() -> run(database, "payout", "create table public.mine(a int)"))
                    .hasMessageContaining("permission denied for schema public");
            assertThatThrownBy(() -> run(database, "dashboard", "set role accounting"))
                    .hasMessageContaining("permission denied");
            DatabaseAccess accounting = database.access("accounting");
            assertThatThrownBy(() -> DriverManager.getConnection(accounting.jdbcUrl(), "accounting", "guess"))
                    .hasMessageContaining("password authentication failed");
            assertThat(accounting.toString()).doesNotContain(accounting.password());
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("passwords"))))
                .isEqualTo("rw-------");
        try (EmbeddedDatabase again = EmbeddedDatabase.start(dir, 0)) {
            assertThat(read(again, "accounting", "select amount from ledger")).isEqualTo("50");
        }
    }

    @Test
    void startsOnAnotherPortOverAnOrphanOfAKilledProcess() throws Exception {
        int firstPort;
        try (EmbeddedDatabase database = EmbeddedDatabase.start(dir, 0)) {
            firstPort = database.port();
            run(database, "payout", "create table orders(id int)");
            run(database, "payout", "insert into orders values (7)");
        }
        Process orphan = orphan(firstPort);
        try (EmbeddedDatabase next = EmbeddedDatabase.start(dir, 0)) {
            assertThat(orphan.isAlive()).isFalse();
            assertThat(next.port()).isNotEqualTo(firstPort);
            assertThat(read(next, "payout", "select id from orders")).isEqualTo("7");
        } finally {
            orphan.destroyForcibly();
        }
    }

    @Test
    void startsThoughTheStalePidFileNamesAnotherLivingProgram() throws Exception {
        EmbeddedDatabase.start(dir, 0).close();
        Files.writeString(
                dir.resolve("data/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + dir.resolve("data") + "\n1\n1\n\n127.0.0.1\n\nready\n");

        try (EmbeddedDatabase database = EmbeddedDatabase.start(dir, 0)) {
            assertThat(read(database, "template", "select 1")).isEqualTo("1");
        }
    }

    @Test
    void refusesAFolderInUse() {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(dir, 0)) {
            assertThatThrownBy(() -> EmbeddedDatabase.start(dir, 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("already uses the data folder");
            assertThat(database.port()).isPositive();
        }
    }

    /** A server without its guard, as when both the pool and the guard were killed. */
    private Process orphan(int port) throws Exception {
        Path data = dir.resolve("data");
        Path log = dir.resolve("postgres.log");
        Postmaster postmaster = new Postmaster(PostgresBinaries.unpackedIn(dir), PostgresAccount.choose(), data, log);
        List<String> command = new ArrayList<>(postmaster.serverCommand(port, List.of()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!postmaster.running()) {
            assertThat(System.nanoTime()).as("orphan came up in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
        return process;
    }

    private static void run(EmbeddedDatabase database, String service, String sql) throws SQLException {
        try (Connection connection = connect(database, service);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String read(EmbeddedDatabase database, String service, String sql) throws SQLException {
        try (Connection connection = connect(database, service);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static Connection connect(EmbeddedDatabase database, String service) throws SQLException {
        DatabaseAccess access = database.access(service);
        return DriverManager.getConnection(access.jdbcUrl(), access.user(), access.password());
    }
}

package thunderpool.runtime;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A fresh, empty schema on the test JVM's one PostgreSQL, as a service sees its own: its name is the connection's
 * search path, so migrations and SQL need no prefix. Close it to drop the schema.
 *
 * <pre>{@code
 * private static final TestDatabase DATABASE = TestDatabase.fresh();
 * @BeforeAll static void migrate() { DATABASE.migrate("db/accounting"); }
 * @AfterAll static void drop() { DATABASE.close(); }
 * }</pre>
 */
public final class TestDatabase implements AutoCloseable {
    private final TestServer server;
    private final String schema;
    private final HikariDataSource dataSource;

    private TestDatabase(TestServer server, String schema) {
        this.server = server;
        this.schema = schema;
        this.dataSource = pool();
        new JdbcTemplate(dataSource).execute("create schema " + schema);
    }

    /** Starts the shared server when needed (seconds, once a JVM) and makes a schema (milliseconds). */
    public static TestDatabase fresh() {
        String schema = "test_" + UUID.randomUUID().toString().replace('-', '_');
        return new TestDatabase(TestServer.shared(), schema);
    }

    /** A pool of up to 10 connections into the schema; shared by all callers, closed with this database. */
    public DataSource dataSource() {
        return dataSource;
    }

    public JdbcTemplate jdbc() {
        return new JdbcTemplate(dataSource);
    }

    /** For {@code spring.datasource.url}: carries {@code currentSchema}. */
    public String jdbcUrl() {
        String separator = server.url().contains("?") ? "&" : "?";
        return server.url() + separator + "currentSchema=" + schema;
    }

    public String user() {
        return server.user();
    }

    public String password() {
        return server.password();
    }

    public String schema() {
        return schema;
    }

    /** Which path runs: "Testcontainers ..." or "embedded ...". */
    public String kind() {
        return server.kind();
    }

    /** Runs the Flyway migrations of these class path folders, such as {@code db/accounting}. */
    public void migrate(String... locations) {
        Migrations.run(dataSource, locations);
    }

    @Override
    public void close() {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("drop schema if exists " + schema + " cascade");
        } catch (SQLException e) {
            throw new IllegalStateException("cannot drop test schema " + schema, e);
        } finally {
            dataSource.close();
        }
    }

    private HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl());
        config.setUsername(server.user());
        config.setPassword(server.password());
        config.setMaximumPoolSize(10);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }
}

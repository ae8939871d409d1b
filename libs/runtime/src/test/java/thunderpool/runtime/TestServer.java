package thunderpool.runtime;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** The one PostgreSQL of a test JVM, from where {@link TestDocker} says. */
record TestServer(String kind, String url, String user, String password) {
    private static final Logger LOG = LoggerFactory.getLogger(TestServer.class);

    /** The JVM's shared server, started at first use and stopped by a shutdown hook. */
    static TestServer shared() {
        return Shared.SERVER;
    }

    private static final class Shared {
        static final TestServer SERVER = start();
    }

    private static TestServer start() {
        TestServer server = TestDocker.runs("database") ? container() : embedded();
        LOG.info("Test database: {} at {}", server.kind, server.url);
        return server;
    }

    @SuppressWarnings("resource") // lives as long as the JVM; the hook stops it
    private static TestServer container() {
        PostgreSQLContainer postgres = new PostgreSQLContainer(DockerImageName.parse("postgres:18-alpine"));
        postgres.start();
        Runtime.getRuntime().addShutdownHook(new Thread(postgres::stop, "stop-test-database"));
        return new TestServer(
                "Testcontainers postgres:18-alpine",
                postgres.getJdbcUrl(),
                postgres.getUsername(),
                postgres.getPassword());
    }

    @SuppressWarnings("resource") // lives as long as the JVM; the builder's own hook stops it
    private static TestServer embedded() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "100")
                    .setRegisterShutdownHook(true)
                    .start();
            return new TestServer(
                    "embedded PostgreSQL binaries",
                    postgres.getJdbcUrl("postgres", "postgres"),
                    "postgres",
                    "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException("embedded PostgreSQL did not start", e);
        }
    }
}

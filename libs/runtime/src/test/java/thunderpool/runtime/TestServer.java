package thunderpool.runtime;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The one PostgreSQL of a test JVM. It comes from a Docker engine where there is one and from the embedded binaries
 * elsewhere; {@code -Dthunderpool.test.docker=auto|on|off} decides (default auto). Both paths run the same tests.
 */
record TestServer(String kind, String url, String user, String password) {
    private static final Logger LOG = LoggerFactory.getLogger(TestServer.class);

    /** The JVM's shared server, started at first use and stopped by a shutdown hook. */
    static TestServer shared() {
        return Shared.SERVER;
    }

    private static final class Shared {
        static final TestServer SERVER = start(System.getProperty("thunderpool.test.docker", "auto"));
    }

    private static TestServer start(String docker) {
        TestServer server =
                switch (docker) {
                    case "on" -> container();
                    case "off" -> embedded("switched off by thunderpool.test.docker=off");
                    case "auto" -> dockerEngineAnswers() ? container() : embedded("no Docker engine answers here");
                    default ->
                        throw new IllegalArgumentException(
                                "thunderpool.test.docker must be auto, on or off but is " + docker);
                };
        LOG.info("Test database: {} at {}", server.kind, server.url);
        return server;
    }

    /** Asked only when a socket or DOCKER_HOST hints at an engine: Testcontainers' own search costs seconds. */
    private static boolean dockerEngineAnswers() {
        boolean hinted = System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
        return hinted && DockerClientFactory.instance().isDockerAvailable();
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
    private static TestServer embedded(String why) {
        LOG.info("Docker path of the database tests SKIPPED: {}; the embedded binaries run the same tests", why);
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

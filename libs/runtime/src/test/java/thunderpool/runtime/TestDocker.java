package thunderpool.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;

/**
 * Where the servers of tests come from: a Docker engine where there is one, the embedded ones elsewhere; {@code
 * -Dthunderpool.test.docker=auto|on|off} decides (default auto). Both paths run the same tests.
 */
public final class TestDocker {
    private static final Logger LOG = LoggerFactory.getLogger(TestDocker.class);

    private TestDocker() {}

    /**
     * Whether to start a container. When not, the log says that its path is skipped, and why.
     *
     * @param server as people say it, such as {@code database}
     */
    public static boolean runs(String server) {
        String absence = absence();
        if (!absence.isEmpty()) {
            LOG.info(
                    "Docker path of the {} tests SKIPPED: {}; the embedded {} runs the same tests",
                    server,
                    absence,
                    server);
        }
        return absence.isEmpty();
    }

    /** Why no container is to be started; empty when one is. */
    public static String absence() {
        String docker = System.getProperty("thunderpool.test.docker", "auto");
        return switch (docker) {
            case "on" -> "";
            case "off" -> "switched off by thunderpool.test.docker=off";
            case "auto" -> engineAnswers() ? "" : "no Docker engine answers here";
            default ->
                throw new IllegalArgumentException("thunderpool.test.docker must be auto, on or off but is " + docker);
        };
    }

    /** Asked only when a socket or DOCKER_HOST hints at an engine: Testcontainers' own search costs seconds. */
    private static boolean engineAnswers() {
        boolean hinted = System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
        return hinted && DockerClientFactory.instance().isDockerAvailable();
    }
}

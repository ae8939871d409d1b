package thunderpool.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** HAProxy (Debian's) before gateways, as operators have it: readiness decides, PROXY protocol carries the miner's address. */
final class FrontProxy implements AutoCloseable {

    static final Path PROGRAM = Path.of("/usr/sbin/haproxy");

    private static final Path GIVEN = Path.of("../../deploy/proxy/haproxy.cfg");

    /** A gateway behind it: where miners connect and where its readiness is. */
    record Backend(String name, String host, int stratum, int management) {}

    private final Process process;

    private FrontProxy(Process process) {
        this.process = process;
    }

    static FrontProxy start(Path folder, int port, List<Backend> backends) {
        Path file = folder.resolve("haproxy.cfg");
        try {
            Files.writeString(file, config(port, backends));
            FrontProxy proxy = new FrontProxy(new ProcessBuilder(PROGRAM.toString(), "-db", "-f", file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("haproxy.screen").toFile())
                    .start());
            RunningPool.await("the proxy to listen", Duration.ofSeconds(10), () -> listens(port));
            return proxy;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The file that operators are given, with these gateways and one port. */
    private static String config(int port, List<Backend> backends) throws IOException {
        String given = Files.readString(GIVEN);
        int frontends = given.indexOf("frontend ");
        assertThat(frontends).as("the first frontend of " + GIVEN).isPositive();
        StringBuilder config = new StringBuilder(given.substring(0, frontends).replace("maxconn 60000", "maxconn 1000"))
                .append("frontend stratum%n  bind 127.0.0.1:%d%n  default_backend gateways%nbackend gateways%n"
                        .formatted(port));
        for (Backend backend : backends) {
            config.append("  server %s %s:%d check port %d%n"
                    .formatted(backend.name, backend.host, backend.stratum, backend.management));
        }
        return config.toString();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

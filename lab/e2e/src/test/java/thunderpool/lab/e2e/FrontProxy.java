package thunderpool.lab.e2e;

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

    /** Sessions stay on an unready gateway until it ends them itself: a drain is its own matter. */
    private static String config(int port, List<Backend> backends) {
        StringBuilder config = new StringBuilder("""
                defaults
                  mode tcp
                  timeout connect 2s
                  timeout check 3s
                  timeout client 1h
                  timeout server 1h
                  retries 3
                  option redispatch
                frontend stratum
                  bind 127.0.0.1:%d
                  default_backend gateways
                backend gateways
                  balance leastconn
                  option httpchk GET /actuator/health/readiness
                  http-check expect status 200
                """.formatted(port));
        for (Backend backend : backends) {
            config.append("  server %s %s:%d send-proxy-v2 check port %d inter 500ms fall 1 rise 1%n"
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

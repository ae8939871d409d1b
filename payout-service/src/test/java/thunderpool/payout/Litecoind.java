package thunderpool.payout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A real node with a real wallet on a regtest chain of its own, alone in its folder and without peers. */
final class Litecoind implements AutoCloseable {

    private static final String LOGIN = "test:test";

    private final Process process;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    private Litecoind(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Optional<Path> executable() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "litecoind"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Litecoind start(Path executable, Path folder) {
        int port = freePort();
        try {
            Process process = new ProcessBuilder(
                            executable.toString(),
                            "-regtest",
                            "-datadir=" + folder,
                            "-listen=0",
                            "-server=1",
                            "-rpcbind=127.0.0.1",
                            "-rpcallowip=127.0.0.1",
                            "-rpcport=" + port,
                            "-rpcuser=test",
                            "-rpcpassword=test",
                            "-fallbackfee=0.0001",
                            // Off by default on Litecoin, unlike on Bitcoin.
                            "-mempoolreplacement=1")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("out.log").toFile())
                    .start();
            Litecoind node = new Litecoind(process, port);
            node.await();
            node.call("createwallet", "\"pool\"");
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await() {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!call("getblockcount", "").contains("\"result\":0")) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new IllegalStateException("litecoind does not come up");
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    String url() {
        return "http://" + LOGIN + "@127.0.0.1:" + port;
    }

    /** The raw reply; empty while nobody listens. */
    String call(String method, String params) {
        String body = "{\"id\":1,\"method\":\"" + method + "\",\"params\":[" + params + "]}";
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(LOGIN.getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException away) {
            return "";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** A call whose result is a text. */
    String text(String method, String params) {
        String reply = call(method, params);
        int start = reply.indexOf("\"result\":\"") + "\"result\":\"".length();
        return reply.substring(start, reply.indexOf('"', start));
    }

    void mine(int blocks, String address) {
        String reply = call("generatetoaddress", blocks + ",\"" + address + "\"");
        if (!reply.contains("\"error\":null")) {
            throw new IllegalStateException(reply);
        }
    }

    @Override
    public void close() {
        call("stop", "");
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        http.close();
    }
}

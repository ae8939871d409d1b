package thunderpool.lab.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** People with the dashboard open: live streams that stay, and API requests at a steady rate. */
final class Watchers implements AutoCloseable {
    private static final List<String> PATHS = List.of(
            "stats",
            "network",
            "blocks",
            "payouts",
            "miners",
            "workers",
            "leaderboard",
            "epochs",
            "miners/bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080",
            "history?of=pool&range=24h");
    private static final int CONNECT_SECONDS = 30;

    private final int dashboardPort;
    private final List<Socket> sockets = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicLong streamBytes = new AtomicLong();
    private final AtomicLong streaming = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Queue<Long> answeredMicros = new ConcurrentLinkedQueue<>();
    private final Thread asking;

    private Watchers(int dashboardPort, int requestsPerSecond) {
        this.dashboardPort = dashboardPort;
        this.asking = Thread.ofPlatform().daemon().unstarted(() -> ask(requestsPerSecond));
    }

    /** Returns when every stream has begun. */
    static Watchers start(int dashboardPort, int streams, int requestsPerSecond)
            throws IOException, InterruptedException {
        Watchers watchers = new Watchers(dashboardPort, requestsPerSecond);
        CountDownLatch begun = new CountDownLatch(streams);
        for (int i = 0; i < streams; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), dashboardPort);
            watchers.sockets.add(socket);
            Thread.ofVirtual().start(() -> watchers.watch(socket, begun));
        }
        if (!begun.await(CONNECT_SECONDS, TimeUnit.SECONDS)) {
            watchers.close();
            throw new IllegalStateException(
                    begun.getCount() + " of " + streams + " live streams did not begin in " + CONNECT_SECONDS + " s");
        }
        watchers.asking.start();
        return watchers;
    }

    private void watch(Socket socket, CountDownLatch begun) {
        try (socket) {
            socket.getOutputStream()
                    .write("GET /api/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[4096];
            int first = in.read(buffer);
            if (first < 0 || !new String(buffer, 0, first, StandardCharsets.US_ASCII).startsWith("HTTP/1.1 200")) {
                return;
            }
            streaming.incrementAndGet();
            begun.countDown();
            for (int read = first; read >= 0; read = in.read(buffer)) {
                streamBytes.addAndGet(read);
            }
        } catch (IOException closed) {
            // Either we closed it or the pool did; the count tells.
        }
        streaming.decrementAndGet();
    }

    private void ask(int perSecond) {
        long interval = 1_000_000_000L / perSecond;
        long next = System.nanoTime();
        for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
            LockSupport.parkNanos(next - System.nanoTime());
            next += interval;
            URI uri = URI.create("http://127.0.0.1:" + dashboardPort + "/api/" + PATHS.get(i % PATHS.size()));
            long begun = System.nanoTime();
            var _ = http.sendAsync(
                            HttpRequest.newBuilder(uri)
                                    .timeout(Duration.ofSeconds(20))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .whenComplete((response, error) -> {
                        if (error != null || response.statusCode() != 200) {
                            failed.incrementAndGet();
                        } else {
                            answeredMicros.add((System.nanoTime() - begun) / 1_000);
                        }
                    });
        }
    }

    /** Says what the watchers saw; false when a stream ended or a request failed. */
    boolean report(Consumer<String> say) {
        long[] sorted =
                answeredMicros.stream().mapToLong(Long::longValue).sorted().toArray();
        long half = sorted.length == 0 ? 0 : sorted[sorted.length / 2];
        long most = sorted.length == 0 ? 0 : sorted[(int) (sorted.length * 0.99)];
        say.accept(
                "         %d of %d streams live, %,d kB streamed; %,d requests answered after %.1f ms (half) %.1f ms (99 %%), %d failed"
                        .formatted(
                                streaming.get(),
                                sockets.size(),
                                streamBytes.get() >> 10,
                                sorted.length,
                                half / 1e3,
                                most / 1e3,
                                failed.get()));
        return streaming.get() == sockets.size() && failed.get() == 0 && sorted.length > 0;
    }

    @Override
    public void close() throws IOException {
        asking.interrupt();
        for (Socket socket : sockets) {
            socket.close();
        }
        http.shutdownNow();
    }
}

package thunderpool.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import thunderpool.dashboard.view.LiveStream;
import thunderpool.dashboard.view.PoolSample;
import thunderpool.topics.BlockChanged;

class LiveStreamHttpTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final SamplePool pool = new SamplePool(Map.of("dashboard.stream-clients-max", "2"));
    private final LiveStream stream = pool.context().getBean(LiveStream.class);

    @AfterEach
    void stop() {
        pool.close();
    }

    /** A client that can leave without a word, as browsers do. */
    private final class Client implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader lines;

        Client() throws IOException {
            URI at = pool.at("/api/stream");
            socket = new Socket(at.getHost(), at.getPort());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream()
                    .write("GET /api/stream HTTP/1.1\r\nHost: pool\r\nAccept: text/event-stream\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        /** Reads on until a line that begins so; the whole line. */
        String until(String start) throws IOException {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(start)) {
                    return line;
                }
            }
            return "the stream ended";
        }

        void leave() throws IOException {
            socket.close();
        }

        @Override
        public void close() throws IOException {
            leave();
        }
    }

    @Test
    void tellsOfABlockInTheWordsOfTheApi() throws IOException {
        try (Client client = new Client()) {
            assertThat(client.until("HTTP/1.1")).contains("200");
            client.until("retry:");
            pool.feed(pool.projector().blocks(), PoolSample.block(1, BlockChanged.State.FOUND, 1, SamplePool.NOW));
            assertThat(client.until("event:")).isEqualTo("event: block");
            assertThat(client.until("data:"))
                    .contains("\"blockId\":\"" + PoolSample.GENESIS.displayHex() + "\"")
                    .contains("\"rewardSat\":312500000")
                    .contains("\"foundAt\":\"2026-11-21T12:00:30Z\"");
        }
    }

    @Test
    void refusesOneClientTooManyAndNoticesWhoLeft() throws IOException {
        try (Client first = new Client();
                Client second = new Client()) {
            first.until("retry:");
            second.until("retry:");
            try (Client third = new Client()) {
                assertThat(third.until("HTTP/1.1")).contains("429");
            }
            first.leave();
            awaitListeners(1);
            try (Client fourth = new Client()) {
                assertThat(fourth.until("HTTP/1.1")).contains("200");
                fourth.until("retry:");
            }
        }
        awaitListeners(0);
    }

    @Test
    void stoppingTheServiceEndsStreamsInsteadOfWaitingForThem() throws Exception {
        try (Client client = new Client()) {
            client.until("retry:");
            CountDownLatch stopped = new CountDownLatch(1);
            Thread.ofPlatform().daemon().start(() -> {
                pool.context().close();
                stopped.countDown();
            });
            assertThat(client.until("never")).isEqualTo("the stream ended");
            assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void streamsRunOnVirtualThreads() throws IOException {
        try (Client client = new Client()) {
            client.until("retry:");
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> java.util.Arrays.stream(thread.getStackTrace())
                            .anyMatch(frame -> frame.getClassName().endsWith("StreamResource")));
        }
    }

    /** A departure shows when something can no longer be written. */
    private void awaitListeners(int expected) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (stream.listeners() != expected && System.nanoTime() < deadline) {
            stream.send(new LiveStream.Event("stats", "{}"));
            Thread.onSpinWait();
        }
        assertThat(stream.listeners()).isEqualTo(expected);
    }
}

package thunderpool.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import thunderpool.gateway.feed.BlockRoads;
import thunderpool.gateway.feed.ShareSink;
import thunderpool.gateway.feed.TemplateServiceClient;
import thunderpool.gateway.net.NetLimits;
import thunderpool.gateway.net.PortBinding;
import thunderpool.gateway.net.StratumServer;
import thunderpool.gateway.session.FakeLog;
import thunderpool.gateway.session.GatewayMetrics;
import thunderpool.gateway.session.Rig;
import thunderpool.gateway.session.Work;

/** The whole way down, with a miner in the middle of a share. */
class GatewayDrainIT {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService drainer = Executors.newSingleThreadExecutor();
    private final HttpClient http = HttpClient.newHttpClient();
    private final long startNanos = System.nanoTime();
    private final AtomicBoolean flushed = new AtomicBoolean();
    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        timer.shutdownNow();
        drainer.shutdownNow();
        http.close();
    }

    private static boolean pause(Duration time) {
        try {
            return !new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(rig.nowMs + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
    }

    private Gateway gateway() {
        ShareSink shares = new ShareSink(
                "bitcoin-regtest",
                record -> new CompletableFuture<>(),
                timer,
                System::nanoTime,
                ShareSink.Limits.USUAL);
        BlockRoads blocks = new BlockRoads(
                null,
                new TemplateServiceClient(http, List.of(), List::of),
                block -> new CompletableFuture<>(),
                timer,
                timer,
                new GatewayMetrics(new SimpleMeterRegistry()));
        GatewayConfig.Drain drain =
                new GatewayConfig.Drain(Duration.ZERO, Duration.ofMillis(20), Duration.ofSeconds(20));
        return new Gateway(
                drain,
                new Gateway.Outlets(shares, blocks, () -> flushed.set(true)),
                rig.gate,
                this::now,
                GatewayDrainIT::pause);
    }

    @Test
    void unreadyThenAwayThenFinishedThenClosed() throws Exception {
        rig.install(7, Work.TIP_A, Work.HARD);
        Gateway gateway = gateway();
        assertThat(gateway.unready()).isEqualTo("the ports are not open");
        StratumServer server = new StratumServer(rig.services, NetLimits.USUAL, null, this::now);
        PortBinding binding =
                new PortBinding("127.0.0.1", 0, false, List.of(), Rig.rules(Rig.EASIEST, Rig.EASIEST, false));
        int port = gateway.open(server, List.of(binding), null).getFirst();
        assertThat(gateway.unready()).isEmpty();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(15_000);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            rig.log.mood(FakeLog.Mood.SILENT);
            socket.getOutputStream().write(share().getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 4; i++) {
                assertThat(in.readLine()).isNotNull();
            }
            while (rig.log.shares().isEmpty()) {
                Thread.onSpinWait();
            }
            Future<?> drained = drainer.submit(gateway::drain);
            while (gateway.unready().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(gateway.unready()).isEqualTo("the ports are not open");
            assertThat(drained.isDone()).isFalse();
            rig.log.acknowledge();
            assertThat(in.readLine()).isEqualTo("{\"id\":4,\"result\":true,\"error\":null}");
            assertThat(in.readLine()).contains("client.reconnect");
            assertThat(in.readLine()).isNull();
            drained.get(15, TimeUnit.SECONDS);
        }
        assertThat(flushed).isTrue();
    }

    private static String share() {
        return "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[]}\n"
                + "{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + Rig.ALICE + "\"]}\n"
                + "{\"id\":4,\"method\":\"mining.submit\",\"params\":[\"" + Rig.ALICE + "\",\""
                + Work.job(7, Rig.EASIEST).text() + "\",\"0000000000000000\",\"68e77800\",\"00000005\"]}\n";
    }
}

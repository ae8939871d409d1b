package thunderpool.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thunderpool.bitcoin.Hash256;
import thunderpool.gateway.session.GatewayMetrics;
import thunderpool.gateway.session.Work;
import thunderpool.topics.BlockSolved;
import thunderpool.topics.Bytes;
import thunderpool.work.Miner;
import thunderpool.work.RewardSystem;
import thunderpool.work.Submission;

class BlockRoadsTest {
    private static final String SECRET = "a secret of some length";

    private final List<BlockSolved> onLog = new CopyOnWriteArrayList<>();
    private final List<BlockSolved> atService = new CopyOnWriteArrayList<>();
    private final List<String> shown = new CopyOnWriteArrayList<>();
    private volatile List<String> secrets = List.of(SECRET);
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService disk = Executors.newSingleThreadExecutor();
    private final HttpClient http = HttpClient.newHttpClient();
    private volatile boolean logAway;
    private volatile boolean logHangs;
    private volatile int status = 202;

    @TempDir
    @Nullable
    Path folder;

    @Nullable
    private HttpServer service;

    @BeforeEach
    void openService() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/internal/blocks", exchange -> {
            String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            shown.add(authorization);
            BlockSolved block =
                    BlockSolved.TOPIC.codec().decode(exchange.getRequestBody().readAllBytes());
            int answer = authorization.equals("Bearer " + SECRET) ? status : 401;
            if (answer == 202) {
                atService.add(block);
            }
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        server.start();
        service = server;
    }

    @AfterEach
    void close() {
        Objects.requireNonNull(service).stop(0);
        worker.shutdownNow();
        disk.shutdownNow();
        http.close();
    }

    private Path file() {
        return Objects.requireNonNull(folder).resolve("solved-blocks");
    }

    private BlockRoads roads(CandidateFile file) {
        URI endpoint = URI.create("http://127.0.0.1:"
                + Objects.requireNonNull(service).getAddress().getPort() + "/internal/blocks");
        return new BlockRoads(
                file,
                new TemplateServiceClient(
                        http, List.of(URI.create("http://127.0.0.1:1/internal/blocks"), endpoint), () -> secrets),
                block -> {
                    hang();
                    if (logAway) {
                        return CompletableFuture.failedFuture(new IllegalStateException("the log is away"));
                    }
                    onLog.add(block);
                    return CompletableFuture.completedFuture(1L);
                },
                worker,
                disk,
                new GatewayMetrics(new SimpleMeterRegistry()));
    }

    /** A log that takes a record and does not come back until the test is over. */
    private void hang() {
        if (logHangs) {
            await(() -> !logHangs);
        }
    }

    private static BlockSolved block(int number) {
        return new BlockSolved(
                "bitcoin-regtest",
                Hash256.ofDisplayHex("%064x".formatted(number)),
                new Submission(Work.job(7, -32), 1, 2, 3, 4, 5),
                Bytes.of(new byte[80]),
                Bytes.of(new byte[100]),
                new Miner(Work.POOL, "w", RewardSystem.SOLO, "blocks"),
                99);
    }

    private static void await(BooleanSupplier done) {
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!done.getAsBoolean() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(done.getAsBoolean()).isTrue();
    }

    @Test
    void aBlockTakesEveryRoadAndIsConfirmedByOneServiceThoughAnotherIsDown() throws IOException {
        try (CandidateFile file = CandidateFile.open(file())) {
            BlockRoads roads = roads(file);
            roads.solved(block(1));
            roads.solved(block(1));
            await(() -> roads.underway() == 0);
            assertThat(onLog).containsExactly(block(1));
            assertThat(atService).containsExactly(block(1));
            assertThat(shown).containsOnly("Bearer " + SECRET);
            assertThat(file.unconfirmed()).isEmpty();
        }
        try (CandidateFile again = CandidateFile.open(file())) {
            assertThat(again.unconfirmed()).isEmpty();
        }
    }

    @Test
    void theSecretBeforeIsShownToAServiceThatDoesNotKnowTheNewOneYet() throws IOException {
        secrets = List.of("a new secret of some length", SECRET);
        try (CandidateFile file = CandidateFile.open(file())) {
            BlockRoads roads = roads(file);
            roads.solved(block(1));
            await(() -> roads.underway() == 0);
            assertThat(atService).containsExactly(block(1));
            assertThat(shown).containsExactly("Bearer a new secret of some length", "Bearer " + SECRET);
        }
    }

    @Test
    void aDiskThatHangsHoldsUpNoOtherRoadOfThisBlockOrTheNext() throws IOException {
        CountDownLatch spins = new CountDownLatch(1);
        disk.execute(() -> {
            try {
                spins.await();
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        });
        try (CandidateFile file = CandidateFile.open(file())) {
            BlockRoads roads = roads(file);
            var first = roads.solved(block(1)).toCompletableFuture();
            roads.solved(block(2));
            await(() -> onLog.size() == 2 && atService.size() == 2);
            assertThat(first).as("its finder waits for the disk").isNotDone();
            spins.countDown();
            await(() -> roads.underway() == 0);
            assertThat(first).isDone();
        }
    }

    @Test
    void aDirectRoadThatCannotBeUsedAtAllClosesNoOther() throws IOException {
        try (CandidateFile file = CandidateFile.open(file())) {
            BlockRoads roads = new BlockRoads(
                    file,
                    new TemplateServiceClient(
                            http, List.of(URI.create("template-1:8083/internal/blocks")), () -> secrets),
                    block -> {
                        onLog.add(block);
                        return CompletableFuture.completedFuture(1L);
                    },
                    worker,
                    disk,
                    new GatewayMetrics(new SimpleMeterRegistry()));
            roads.solved(block(1)).toCompletableFuture().join();
            await(() -> roads.underway() == 0);
            assertThat(onLog).containsExactly(block(1));
            assertThat(file.unconfirmed()).containsExactly(block(1));
        }
    }

    @Test
    void aLogThatHangsHoldsUpNeitherTheDiskNorTheDirectCall() throws Exception {
        logHangs = true;
        try (CandidateFile file = CandidateFile.open(file())) {
            roads(file).solved(block(1)).toCompletableFuture().get(15, TimeUnit.SECONDS);
            await(() -> atService.contains(block(1)));
            assertThat(onLog).isEmpty();
        } finally {
            logHangs = false;
        }
    }

    @Test
    void aBlockIsKeptOnceItCanBeReadBackFromTheFileThoughNoRoadIsOpen() throws Exception {
        status = 503;
        logAway = true;
        try (CandidateFile file = CandidateFile.open(file())) {
            roads(file).solved(block(1)).toCompletableFuture().get(15, TimeUnit.SECONDS);
            byte[] onDisk = Files.readAllBytes(file());
            Path copy = file().resolveSibling("as after a kill");
            Files.write(copy, onDisk);
            try (CandidateFile afterKill = CandidateFile.open(copy)) {
                assertThat(afterKill.unconfirmed()).containsExactly(block(1));
            }
        }
    }

    @Test
    void aLogThatIsAwayHoldsNoOtherRoadUpAndGetsTheBlockLater() throws IOException {
        logAway = true;
        try (CandidateFile file = CandidateFile.open(file())) {
            BlockRoads roads = roads(file);
            roads.solved(block(1));
            await(() -> atService.size() == 1);
            assertThat(onLog).isEmpty();
            logAway = false;
            await(() -> onLog.size() == 1 && roads.underway() == 0);
        }
    }

    @Test
    void whatNoServiceConfirmedIsSentAgainAfterARestart() throws IOException {
        status = 503;
        logAway = true;
        try (CandidateFile file = CandidateFile.open(file())) {
            BlockRoads roads = roads(file);
            // The direct call does not wait for the disk; a miner that has its answer knows the block is on it.
            roads.solved(block(1)).toCompletableFuture().join();
            await(() -> !shown.isEmpty());
        }
        status = 202;
        logAway = false;
        try (CandidateFile file = CandidateFile.open(file())) {
            assertThat(file.unconfirmed()).containsExactly(block(1));
            BlockRoads roads = roads(file);
            roads.replay();
            await(() -> onLog.contains(block(1)) && atService.contains(block(1)));
        }
    }

    @Test
    void aTornEntryAtTheEndLosesNothingBeforeIt() throws IOException {
        try (CandidateFile file = CandidateFile.open(file())) {
            assertThat(file.add(block(1))).isTrue();
            assertThat(file.add(block(1))).isFalse();
            file.add(block(2));
            file.confirm(block(1).blockId());
        }
        byte[] whole = Files.readAllBytes(file());
        for (int torn = 1; torn <= 41; torn++) {
            Files.write(file(), whole);
            Files.write(file(), new byte[] {0, 0, 0, 9, 1, 5, 5}, StandardOpenOption.APPEND);
            try (CandidateFile file = CandidateFile.open(file())) {
                assertThat(file.unconfirmed()).containsExactly(block(2));
            }
            byte[] cut = Arrays.copyOf(whole, whole.length - torn);
            Files.write(file(), cut);
            try (CandidateFile file = CandidateFile.open(file())) {
                assertThat(file.unconfirmed()).contains(block(2));
            }
        }
    }
}

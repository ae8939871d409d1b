package thunderpool.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import thunderpool.bitcoin.Chain;
import thunderpool.gateway.feed.BlockRoads;
import thunderpool.gateway.feed.CandidateFile;
import thunderpool.gateway.feed.ScheduleFeed;
import thunderpool.gateway.feed.ShareSink;
import thunderpool.gateway.feed.SleeplessClock;
import thunderpool.gateway.feed.TemplateFeed;
import thunderpool.gateway.feed.TemplateServiceClient;
import thunderpool.gateway.job.JobBoard;
import thunderpool.gateway.job.WorkGate;
import thunderpool.gateway.net.PortBinding;
import thunderpool.gateway.net.StratumServer;
import thunderpool.gateway.net.TlsIdentity;
import thunderpool.gateway.session.BanBook;
import thunderpool.gateway.session.ExtranonceBook;
import thunderpool.gateway.session.GatewayMetrics;
import thunderpool.gateway.session.SessionServices;
import thunderpool.gateway.session.SessionToken;
import thunderpool.gateway.session.WorkerBook;
import thunderpool.runtime.ConsumerLag;
import thunderpool.runtime.FeedContainers;
import thunderpool.runtime.KafkaWriters;
import thunderpool.runtime.ServiceIdentity;
import thunderpool.runtime.StatusWiring;
import thunderpool.runtime.TableFeed;
import thunderpool.topics.BlockSolved;
import thunderpool.topics.ChainStatus;
import thunderpool.topics.GatewayStarted;
import thunderpool.topics.Principal;
import thunderpool.topics.ScheduleChanged;
import thunderpool.topics.ShareSubmitted;
import thunderpool.topics.TemplatePublished;
import thunderpool.topics.TopicWriter;

/** How the gateway is put together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GatewayConfig.class)
@Import(StatusWiring.class)
class GatewayWiring {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayWiring.class);
    private static final Duration AGAIN_AFTER = Duration.ofMillis(500);

    private final InstantSource clock = InstantSource.system();

    @Bean
    JobBoard jobBoard(GatewayConfig config) {
        return new JobBoard(config.chainValue());
    }

    @Bean
    WorkGate workGate(GatewayConfig config) {
        return new WorkGate(config.staleAfter().toMillis(), clock.millis());
    }

    @Bean
    GatewayMetrics gatewayMetrics(MeterRegistry registry, JobBoard board, WorkGate gate) {
        GatewayMetrics metrics = new GatewayMetrics(registry);
        metrics.gauge(
                "template_age_seconds", "Age of the newest template", board, of -> of.ageMs(clock.millis()) / 1000.0);
        metrics.gauge(
                "work_stopped",
                "1 while miners get no new work",
                gate,
                of -> of.state(clock.millis()).stage() == WorkGate.Stage.WORKING ? 0 : 1);
        return metrics;
    }

    @Bean
    ServiceIdentity identity(GatewayConfig config) {
        return new ServiceIdentity(Principal.GATEWAY, config.instance(), config.kafka());
    }

    @Bean
    ConsumerLag consumerLag(GatewayConfig config, MeterRegistry registry) {
        return new ConsumerLag(config.kafka(), registry);
    }

    @Bean
    FeedContainers feedContainers(GatewayConfig config, MeterRegistry registry, ConsumerLag lag) {
        return new FeedContainers(config.kafka(), Principal.GATEWAY, config.instance(), registry, lag);
    }

    @Bean
    KafkaWriters kafkaWriters(GatewayConfig config, MeterRegistry registry) {
        // Writes happen on threads of their own, so they may wait a little for the broker.
        return new KafkaWriters(config.kafka(), config.instance(), Duration.ofSeconds(1), registry);
    }

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService shareTimer() {
        return Executors.newSingleThreadScheduledExecutor(daemon("share-linger"));
    }

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService blockWorker() {
        return Executors.newSingleThreadScheduledExecutor(daemon("block-roads"));
    }

    @Bean(destroyMethod = "shutdownNow")
    ExecutorService judging(GatewayConfig config) {
        int wanted = config.limits().judgingThreads();
        int threads = wanted == 0 ? Runtime.getRuntime().availableProcessors() : wanted;
        return Executors.newFixedThreadPool(threads, daemon("judging"));
    }

    private static ThreadFactory daemon(String name) {
        return Thread.ofPlatform().daemon().name(name + "-", 0).factory();
    }

    @Bean
    ShareSink shareSink(
            GatewayConfig config,
            KafkaWriters writers,
            @Qualifier("shareTimer") ScheduledExecutorService shareTimer,
            GatewayMetrics metrics) {
        ShareSink sink = new ShareSink(
                config.chain(),
                writers.writer(ShareSubmitted.TOPIC),
                shareTimer,
                new SleeplessClock(System::nanoTime, clock),
                ShareSink.Limits.USUAL);
        metrics.gauge(
                "shares_in_flight", "Shares handed to the broker and not acknowledged", sink, ShareSink::inFlight);
        return sink;
    }

    @Bean(destroyMethod = "close")
    HttpClient blockClient() {
        return HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(3))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @Bean
    BlockRoads blockRoads(
            GatewayConfig config,
            KafkaWriters writers,
            HttpClient blockClient,
            @Qualifier("blockWorker") ScheduledExecutorService blockWorker,
            GatewayMetrics metrics) {
        List<URI> endpoints = config.templateServices().stream()
                .map(base -> URI.create(base.toString().replaceAll("/+$", "") + "/internal/blocks"))
                .toList();
        BlockRoads roads = new BlockRoads(
                candidates(config),
                new TemplateServiceClient(blockClient, endpoints, config.blockSecretValue()),
                writers.writer(BlockSolved.TOPIC),
                blockWorker,
                metrics);
        metrics.gauge(
                "blocks_underway", "Solved blocks that not every road has confirmed", roads, BlockRoads::underway);
        return roads;
    }

    private static @Nullable CandidateFile candidates(GatewayConfig config) {
        try {
            return CandidateFile.open(config.data().resolve("solved-blocks"));
        } catch (IOException unusable) {
            LOG.error("the data folder takes no file: solved blocks go home by the other roads only", unusable);
            return null;
        }
    }

    @Bean
    Gateway gateway(
            GatewayConfig config, ShareSink shares, BlockRoads blocks, KafkaWriters writers, WorkGate workGate) {
        Gateway.Outlets outlets = new Gateway.Outlets(shares, blocks, writers::flush);
        return new Gateway(config.drain(), outlets, workGate, clock, GatewayWiring::pause);
    }

    private static boolean pause(Duration time) {
        try {
            Thread.sleep(time);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Bean
    TemplateFeed templates(JobBoard board, WorkGate gate, Gateway gateway) {
        return new TemplateFeed(board, gate, gateway::broadcast, clock);
    }

    @Bean
    TableFeed<TemplatePublished> templateFeed(FeedContainers feeds, TemplateFeed templates) {
        return feeds.table(TemplatePublished.TOPIC, templates::templates);
    }

    @Bean
    TableFeed<ChainStatus> statusFeed(FeedContainers feeds, TemplateFeed templates) {
        return feeds.table(ChainStatus.TOPIC, templates::status);
    }

    @Bean
    ScheduleFeed schedules(GatewayConfig config) {
        return new ScheduleFeed(config.chain());
    }

    @Bean
    TableFeed<ScheduleChanged> scheduleFeed(FeedContainers feeds, ScheduleFeed schedules) {
        return feeds.table(ScheduleChanged.TOPIC, schedules::changes);
    }

    @Bean
    Opening opening(
            GatewayConfig config,
            KafkaWriters writers,
            JobBoard board,
            WorkGate gate,
            ShareSink shares,
            BlockRoads blocks,
            ScheduleFeed schedules,
            GatewayMetrics metrics,
            @Qualifier("judging") ExecutorService judging,
            Gateway gateway,
            List<TableFeed<?>> feeds) {
        BanBook bans = new BanBook(config.limits().ban().toMillis());
        var makings = new Makings(config, writers, board, gate, shares, blocks, schedules, metrics, bans, clock);
        return new Opening(makings, judging, gateway);
    }

    /** What a server is made of. */
    record Makings(
            GatewayConfig config,
            KafkaWriters writers,
            JobBoard board,
            WorkGate gate,
            ShareSink shares,
            BlockRoads blocks,
            ScheduleFeed schedules,
            GatewayMetrics metrics,
            BanBook bans,
            InstantSource clock) {

        SessionServices services(ExtranonceBook extranonces, byte[] key) {
            GatewayConfig.Limits limits = config.limits();
            return new SessionServices(
                    board,
                    gate,
                    extranonces,
                    new SessionToken.Seal(key),
                    shares,
                    blocks,
                    bans,
                    schedules,
                    new WorkerBook(),
                    metrics,
                    new SessionServices.Limits(
                            limits.handshake().toMillis(),
                            limits.idle().toMillis(),
                            limits.resume().toMillis(),
                            limits.words()),
                    System::nanoTime);
        }
    }

    /** Opens the ports last and drains them first; that is its place among the lifecycles it depends on. */
    static final class Opening implements SmartLifecycle {
        private final Makings makings;
        private final ExecutorService judging;
        private final Gateway gateway;
        private volatile boolean running;
        private volatile List<Integer> ports = List.of();

        Opening(Makings makings, ExecutorService judging, Gateway gateway) {
            this.makings = makings;
            this.judging = judging;
            this.gateway = gateway;
        }

        /** The ports' numbers, in the order of configuration. */
        List<Integer> ports() {
            return ports;
        }

        @Override
        public void start() {
            running = true;
            try {
                open();
            } catch (IOException failed) {
                throw new IllegalStateException("the gateway cannot open: " + failed.getMessage(), failed);
            }
        }

        private void open() throws IOException {
            GatewayConfig config = makings.config;
            SecureRandom random = new SecureRandom();
            KeptState kept = new KeptState(config.data());
            byte[] key = config.sessionKeyValue().isPresent()
                    ? config.sessionKeyValue().get()
                    : kept.sessionKey(random);
            long incarnation = announce();
            Set<Integer> dead = kept.earlierIncarnations((int) (incarnation & 0xffff));
            SessionServices services = makings.services(new ExtranonceBook(incarnation, dead), key);
            StratumServer server = new StratumServer(services, config.limits().net(), judging, makings.clock);
            List<PortBinding> bindings = config.bindings();
            ports = gateway.open(server, bindings, identity(config, bindings, random));
            Chain chain = config.chainValue();
            LOG.info("incarnation {} serves {} on ports {}", incarnation & 0xffff, chain, ports);
        }

        private @Nullable TlsIdentity identity(GatewayConfig config, List<PortBinding> bindings, SecureRandom random)
                throws IOException {
            if (bindings.stream().noneMatch(PortBinding::tls)) {
                return null;
            }
            GatewayConfig.Tls tls = config.tls();
            return tls.certificate() != null && tls.key() != null
                    ? new TlsIdentity(tls.certificate(), tls.key())
                    : TlsIdentity.kept(config.data(), random, Instant.ofEpochMilli(makings.clock.millis()));
        }

        /** Extranonces are unique only after this record is on the log: without the log a gateway does not open. */
        private long announce() {
            KafkaWriters writers = makings.writers;
            TopicWriter<GatewayStarted> started = writers.writer(GatewayStarted.TOPIC);
            while (running) {
                boolean known = writers.connect(List.of(GatewayStarted.TOPIC, ShareSubmitted.TOPIC, BlockSolved.TOPIC));
                if (known) {
                    try {
                        GatewayStarted record = new GatewayStarted(makings.config.instance(), makings.clock.millis());
                        return started.write(record).toCompletableFuture().get();
                    } catch (ExecutionException notWritten) {
                        LOG.warn("the gateway could not announce itself yet", notWritten.getCause());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        break;
                    }
                }
                if (!pause(AGAIN_AFTER)) {
                    break;
                }
            }
            throw new IllegalStateException("stopped before the log was reached");
        }

        @Override
        public void stop() {
            running = false;
            gateway.drain();
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }

    /** Ready means: ports open, fresh work, and a log that acknowledges shares. */
    @Bean
    HealthIndicator gatewayHealth(Gateway gateway) {
        return () -> {
            String reason = gateway.unready();
            return reason.isEmpty()
                    ? Health.up().build()
                    : Health.down().withDetail("reason", reason).build();
        };
    }
}

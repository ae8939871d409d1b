package thunderpool.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import thunderpool.gateway.feed.BlockRoads;
import thunderpool.gateway.feed.CandidateFile;
import thunderpool.gateway.feed.NewsSink;
import thunderpool.gateway.feed.PayeeGuard;
import thunderpool.gateway.feed.ScheduleFeed;
import thunderpool.gateway.feed.ShareSink;
import thunderpool.gateway.feed.SleeplessClock;
import thunderpool.gateway.feed.TemplateFeed;
import thunderpool.gateway.feed.TemplateServiceClient;
import thunderpool.gateway.job.JobBoard;
import thunderpool.gateway.job.WorkGate;
import thunderpool.gateway.session.GatewayMetrics;
import thunderpool.runtime.ConsumerLag;
import thunderpool.runtime.FeedContainers;
import thunderpool.runtime.KafkaWriters;
import thunderpool.runtime.ServiceIdentity;
import thunderpool.runtime.StatusWiring;
import thunderpool.runtime.TableFeed;
import thunderpool.topics.BlockSolved;
import thunderpool.topics.ChainStatus;
import thunderpool.topics.Principal;
import thunderpool.topics.ScheduleChanged;
import thunderpool.topics.ShareSubmitted;
import thunderpool.topics.TemplatePublished;

/** How the gateway is put together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GatewayConfig.class)
@Import(StatusWiring.class)
class GatewayWiring {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayWiring.class);

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

    @Bean(destroyMethod = "shutdown")
    ExecutorService blockDisk() {
        return Executors.newSingleThreadExecutor(daemon("block-disk"));
    }

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService newsWorker() {
        return Executors.newSingleThreadScheduledExecutor(daemon("news"));
    }

    @Bean
    NewsSink newsSink(@Qualifier("newsWorker") ScheduledExecutorService newsWorker) {
        return new NewsSink(newsWorker);
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
            @Qualifier("blockDisk") ExecutorService blockDisk,
            GatewayMetrics metrics) {
        List<URI> endpoints = config.templateServices().stream()
                .map(base -> URI.create(base.toString().replaceAll("/+$", "") + "/internal/blocks"))
                .toList();
        BlockRoads roads = new BlockRoads(
                candidates(config),
                new TemplateServiceClient(blockClient, endpoints, config.blockSecrets()),
                writers.writer(BlockSolved.TOPIC),
                blockWorker,
                blockDisk,
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

    static boolean pause(Duration time) {
        try {
            Thread.sleep(time);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Bean
    TemplateFeed templates(
            GatewayConfig config, JobBoard board, WorkGate gate, Gateway gateway, GatewayMetrics metrics) {
        PayeeGuard admitted = new PayeeGuard(config.payees(), metrics);
        return new TemplateFeed(board, gate, admitted, gateway::broadcast, clock);
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

package thunderpool.template;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import thunderpool.bitcoin.Chain;
import thunderpool.runtime.ConsumerLag;
import thunderpool.runtime.FeedContainers;
import thunderpool.runtime.Figures;
import thunderpool.runtime.KafkaTopicIds;
import thunderpool.runtime.KafkaWriters;
import thunderpool.runtime.LeaseKeeper;
import thunderpool.runtime.LogIdentity;
import thunderpool.runtime.MarkedPool;
import thunderpool.runtime.OutboxPublisher;
import thunderpool.runtime.PgLease;
import thunderpool.runtime.PgOutbox;
import thunderpool.runtime.ServiceIdentity;
import thunderpool.runtime.SharedSecret;
import thunderpool.runtime.StatusWiring;
import thunderpool.runtime.TableFeed;
import thunderpool.template.http.HomeRoad;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.BlockSolved;
import thunderpool.topics.ChainStatus;
import thunderpool.topics.Principal;
import thunderpool.topics.TemplatePublished;

/** How template-service is put together. One lease per chain says who publishes templates, tracks blocks and empties the outbox. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TemplateConfig.class)
@Import(StatusWiring.class)
class TemplateWiring {

    private static final Duration WRITER_BLOCKS_AT_MOST = Duration.ofSeconds(5);
    private static final int BODIES_IN_MEMORY = 16;

    /** Beyond the lease's hand-over, before a leader counts as silent: two of its words lost. */
    private static final Duration STATUSES_MISSED = Duration.ofSeconds(6);

    @Bean
    MarkedPool dataSource(TemplateConfig config) {
        return config.database()
                .open("template", "db/template", "db/runtime/outbox", "db/runtime/positions", "db/runtime/leases");
    }

    @Bean
    PgConnections pgConnections(MarkedPool dataSource) {
        return new PgConnections(dataSource);
    }

    @Bean
    LeaseKeeper lease(JdbcTemplate jdbc, TemplateConfig config, HostTime time, MeterRegistry registry) {
        String owner = config.instance() + "/" + time.processId();
        return new LeaseKeeper(new PgLease(jdbc), "template-" + config.chain(), owner, config.leaseTime(), registry);
    }

    @Bean
    KafkaWriters writers(TemplateConfig config, MeterRegistry registry) {
        return new KafkaWriters(config.kafka(), config.instance(), WRITER_BLOCKS_AT_MOST, registry);
    }

    @Bean
    OutboxPublisher outboxPublisher(
            JdbcTemplate jdbc, KafkaWriters writers, BooleanSupplier leading, MeterRegistry registry) {
        return new OutboxPublisher(new PgOutbox(jdbc), writers.outboxLog(), leading, registry);
    }

    @Bean
    TemplateLog templateLog(
            TemplateConfig config,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            PgConnections connections,
            HostTime time) {
        LogIdentity log = new LogIdentity(
                new KafkaTopicIds(config.kafka()),
                List.of(BlockChanged.TOPIC, TemplatePublished.TOPIC, BlockSolved.TOPIC),
                config.database().newLog(),
                jdbc,
                transactions);
        return new TemplateLog(
                log, config.chainValue(), new PgCandidates(connections), new PgOutbox(jdbc), time.wall());
    }

    /** Whether this instance speaks for the chain, on the log that its database knows. */
    @Bean
    BooleanSupplier leading(LeaseKeeper lease, TemplateLog log) {
        return () -> lease.held() && log.isOurs();
    }

    @Bean
    NodeFleet nodeFleet(TemplateConfig config, MeterRegistry registry, HostTime time) {
        return new NodeFleet(config, registry, time);
    }

    @Bean
    TemplateMetrics templateMetrics(MeterRegistry registry, TemplateConfig config, NodeFleet fleet, HostTime time) {
        return new TemplateMetrics(registry, config.chain(), fleet.names(), time.wall());
    }

    @Bean
    RecentBodies recentBodies(MarkedPool dataSource, PgConnections connections, TemplateConfig config) {
        RecentBodies bodies = new RecentBodies(new PgTemplateStore(connections, config.chain()), BODIES_IN_MEMORY);
        // Of a store of its own, which does not believe that anything is there already.
        dataSource.salvage(now -> bodies.saveTo(new PgTemplateStore(new PgConnections(now), config.chain())));
        return bodies;
    }

    @Bean
    PoolScript poolScript(TemplateConfig config, NodeFleet fleet, PgConnections connections) {
        return new PoolScript(
                config.chainValue(),
                config.poolAddress(),
                fleet.clients(),
                new PgPoolAddresses(connections, config.chain()));
    }

    @Bean
    TemplateDesk templateDesk(
            TemplateConfig config,
            NodeFleet fleet,
            TemplateDesk.Outside outside,
            TemplateLog log,
            TemplateMetrics metrics) {
        Chain chain = config.chainValue();
        TemplateFactory factory = new TemplateFactory(chain, () -> log.tag(config.tag()));
        return new TemplateDesk(chain, fleet.names(), factory, outside, config.rules(), metrics);
    }

    @Bean
    TemplateDesk.Outside deskOutside(
            RecentBodies bodies, PoolScript poolScript, KafkaWriters writers, BooleanSupplier leading) {
        return new TemplateDesk.Outside(
                bodies.store(),
                bodies,
                poolScript,
                writers.writer(TemplatePublished.TOPIC),
                writers.writer(ChainStatus.TOPIC),
                leading);
    }

    @Bean(destroyMethod = "shutdown")
    ExecutorService submissions() {
        return Executors.newVirtualThreadPerTaskExecutor();
    }

    @Bean
    BlockSubmitter.Outside submitterOutside(
            NodeFleet fleet,
            RecentBodies bodies,
            PoolScript poolScript,
            PgConnections connections,
            ExecutorService submissions,
            HostTime time) {
        return new BlockSubmitter.Outside(
                fleet.clients(), bodies, poolScript, new PgCandidates(connections), submissions, time.pause());
    }

    @Bean
    BlockSubmitter blockSubmitter(TemplateConfig config, BlockSubmitter.Outside outside, TemplateMetrics metrics) {
        return new BlockSubmitter(config.chainValue(), outside, metrics);
    }

    @Bean
    BlockTracker blockTracker(
            TemplateConfig config,
            NodeFleet fleet,
            BlockSubmitter.Outside outside,
            BlockSubmitter submitter,
            TemplateMetrics metrics) {
        return new BlockTracker(config.chainValue(), fleet.clients(), outside.store(), submitter, metrics);
    }

    @Bean
    HomeRoad homeRoad(BlockSubmitter submitter) {
        return solved -> switch (submitter.bring(solved)) {
            case BlockSubmitter.Receipt.Stored _ -> HomeRoad.Arrival.STORED;
            case BlockSubmitter.Receipt.NotStored _ -> HomeRoad.Arrival.NOT_STORED;
            case BlockSubmitter.Receipt.Refused _ -> HomeRoad.Arrival.REFUSED;
        };
    }

    @Bean
    SharedSecret blockSecret(TemplateConfig config) {
        return config.secret();
    }

    @Bean
    ServiceIdentity identity(TemplateConfig config) {
        return new ServiceIdentity(Principal.TEMPLATE, config.instance(), config.kafka());
    }

    @Bean
    ConsumerLag consumerLag(TemplateConfig config, MeterRegistry registry) {
        return new ConsumerLag(config.kafka(), registry);
    }

    @Bean
    FeedContainers feeds(TemplateConfig config, MeterRegistry registry, ConsumerLag lag) {
        return new FeedContainers(config.kafka(), Principal.TEMPLATE, config.instance(), registry, lag);
    }

    @Bean
    TableFeed<BlockSolved> solvedFeed(TemplateConfig config, HomeRoad home, FeedContainers feeds) {
        return feeds.table(BlockSolved.TOPIC, new SolvedFeed(config.chain(), home)::accept);
    }

    @Bean
    SilenceWatch silenceWatch(TemplateConfig config, TemplateDesk desk, TemplateDesk.Outside outside, HostTime time) {
        var limits = new SilenceWatch.Limits(config.leaseTime().plus(STATUSES_MISSED), config.silentAfter());
        return new SilenceWatch(
                config.chainValue(),
                outside.statuses(),
                desk::look,
                limits,
                time.wall().millis());
    }

    @Bean
    TableFeed<ChainStatus> statusFeed(FeedContainers feeds, SilenceWatch silence, HostTime time) {
        return feeds.table(
                ChainStatus.TOPIC,
                batch -> batch.forEach(
                        status -> silence.on(status.value(), time.wall().millis())));
    }

    @Bean
    TemplateRounds.Parts parts(
            NodeFleet fleet, TemplateDesk desk, BlockTracker tracker, RecentBodies bodies, SilenceWatch silence) {
        return new TemplateRounds.Parts(fleet, desk, tracker, bodies, silence);
    }

    @Bean
    SmartLifecycle templateRounds(TemplateRounds.Parts parts, BooleanSupplier leading, HostTime time) {
        return new Rounds(() -> new TemplateRounds(parts, leading, time.wall()));
    }

    /** Threads start when every bean is there, and end before any goes. */
    private static final class Rounds implements SmartLifecycle {
        private final Supplier<TemplateRounds> make;
        private Optional<TemplateRounds> running = Optional.empty();

        Rounds(Supplier<TemplateRounds> make) {
            this.make = make;
        }

        @Override
        public synchronized void start() {
            TemplateRounds rounds = make.get();
            rounds.start();
            running = Optional.of(rounds);
        }

        @Override
        public synchronized void stop() {
            running.ifPresent(TemplateRounds::close);
            running = Optional.empty();
        }

        @Override
        public synchronized boolean isRunning() {
            return running.isPresent();
        }
    }

    /**
     * Ready means: can bring a block home, so a node answers, were it one that no work may come from. Not asked for: the
     * database, without which blocks are submitted all the same, and the lease, since one instance of several holds it.
     */
    @Bean
    HealthIndicator chainHealth(
            TemplateDesk desk, TableFeed<BlockSolved> solved, TableFeed<ChainStatus> statuses, HostTime time) {
        return () -> {
            if (solved.stoppedAtUnreadable() || statuses.stoppedAtUnreadable()) {
                return Health.down()
                        .withDetail("reason", "stopped at a record this version cannot read")
                        .build();
            }
            NodeChoice nodes = desk.look(time.wall().millis());
            return nodes.anyAnswers()
                    ? Health.up().build()
                    : Health.down().withDetail("reason", nodes.reason()).build();
        };
    }

    /** What the leader of the chain would be asked first. */
    @Bean
    Figures templateFigures(TemplateDesk desk, LeaseKeeper lease, HostTime time) {
        return () -> {
            NodeChoice nodes = desk.look(time.wall().millis());
            return Map.of(
                    "leading",
                    lease.held() ? 1L : 0L,
                    "nodes",
                    (long) nodes.nodes().size(),
                    "nodes_fit",
                    nodes.nodes().stream()
                            .filter(ChainStatus.NodeStatus::healthy)
                            .count());
        };
    }
}

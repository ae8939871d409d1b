package thunderpool.dashboard;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.transaction.PlatformTransactionManager;
import thunderpool.dashboard.view.ChainView;
import thunderpool.dashboard.view.DashboardConfig;
import thunderpool.dashboard.view.LiveEvents;
import thunderpool.dashboard.view.PgFeeds;
import thunderpool.dashboard.view.PgProjection;
import thunderpool.dashboard.view.Projector;
import thunderpool.dashboard.view.SuiteView;
import thunderpool.runtime.ConsumerLag;
import thunderpool.runtime.FeedContainers;
import thunderpool.runtime.KafkaTopicIds;
import thunderpool.runtime.KafkaWriters;
import thunderpool.runtime.LogIdentity;
import thunderpool.runtime.ServiceIdentity;
import thunderpool.runtime.StatusWiring;
import thunderpool.runtime.TableFeed;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.BalanceChanged;
import thunderpool.topics.BanChanged;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.ChainStatus;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.EpochClosed;
import thunderpool.topics.FeeChanged;
import thunderpool.topics.Judgement;
import thunderpool.topics.PayoutChanged;
import thunderpool.topics.PortChanged;
import thunderpool.topics.Principal;
import thunderpool.topics.ScheduleChanged;
import thunderpool.topics.SchemeChanged;
import thunderpool.topics.ServiceStatus;
import thunderpool.topics.StatementIssued;
import thunderpool.topics.TemplatePublished;
import thunderpool.topics.Topic;
import thunderpool.topics.TopicWriter;
import thunderpool.topics.WorkersSeen;

/** The log's end of the dashboard: what it reads into the read models, and the one topic it writes. */
@Configuration(proxyBeanMethods = false)
@Import(StatusWiring.class)
class FeedWiring {

    /** Shares come by the thousand a second: gathered for so long they are few rows. */
    private static final Duration GATHER_SHARES = Duration.ofMillis(500);

    private static final List<Topic<?>> FOLDED = List.of(
            Judgement.TOPIC,
            BlockChanged.TOPIC,
            PayoutChanged.TOPIC,
            EpochClosed.TOPIC,
            StatementIssued.TOPIC,
            BalanceChanged.TOPIC,
            ScheduleChanged.TOPIC,
            SchemeChanged.TOPIC,
            CommandAnswered.OF_PAYOUT,
            CommandAnswered.OF_ACCOUNTING,
            CommandAnswered.OF_GATEWAY,
            WorkersSeen.TOPIC,
            FeeChanged.TOPIC,
            BanChanged.TOPIC);

    private static final Duration WRITE_BLOCKS_FOR = Duration.ofSeconds(5);

    @Bean
    ServiceIdentity identity(DashboardConfig config) {
        return new ServiceIdentity(Principal.DASHBOARD, config.instance(), config.kafka());
    }

    @Bean
    ConsumerLag consumerLag(DashboardConfig config, MeterRegistry registry) {
        return new ConsumerLag(config.kafka(), registry);
    }

    @Bean
    FeedContainers feedContainers(
            DashboardConfig config,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            MeterRegistry registry,
            ConsumerLag lag) {
        LogIdentity log = new LogIdentity(
                new KafkaTopicIds(config.kafka()), FOLDED, config.database().newLog(), jdbc, transactions);
        return new FeedContainers(config.kafka(), Principal.DASHBOARD, config.instance(), registry, lag)
                .onlyWhen(() -> log.isOurs(LogIdentity.Host.SILENT));
    }

    @Bean
    KafkaWriters kafkaWriters(DashboardConfig config, MeterRegistry registry) {
        return new KafkaWriters(config.kafka(), config.instance(), WRITE_BLOCKS_FOR, registry);
    }

    @Bean
    TopicWriter<AdminCommand> commandWriter(KafkaWriters writers) {
        return writers.writer(AdminCommand.TOPIC);
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> shareFeed(FeedContainers containers, Projector projector) {
        var feed = container(containers, projector.shares());
        feed.getContainerProperties().setIdleBetweenPolls(GATHER_SHARES.toMillis());
        return feed;
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> blockFeed(FeedContainers containers, Projector projector) {
        return container(containers, projector.blocks());
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> payoutFeed(FeedContainers containers, Projector projector) {
        return container(containers, projector.payouts());
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> epochFeed(FeedContainers containers, Projector projector) {
        return container(containers, projector.epochs());
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> statementFeed(FeedContainers containers, Projector projector) {
        return container(containers, projector.statements());
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> balanceFeed(FeedContainers containers, Projector projector) {
        return container(containers, projector.balances());
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> scheduleFeed(FeedContainers containers, Projector projector) {
        return container(containers, projector.schedules());
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> schemeFeed(FeedContainers containers, Projector projector) {
        return container(containers, projector.schemes());
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> payoutAnswerFeed(
            FeedContainers containers, Projector projector) {
        return container(containers, projector.answers(CommandAnswered.OF_PAYOUT));
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> accountingAnswerFeed(
            FeedContainers containers, Projector projector) {
        return container(containers, projector.answers(CommandAnswered.OF_ACCOUNTING));
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> workersSeenFeed(FeedContainers containers, Projector projector) {
        return container(containers, projector.workersSeen());
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> feeFeed(FeedContainers containers, Projector projector) {
        return container(containers, projector.fees());
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> banFeed(FeedContainers containers, Projector projector) {
        return container(containers, projector.bans());
    }

    @Bean
    TableFeed<ChainStatus> statusFeed(FeedContainers containers, ChainView view, PgProjection projection) {
        return containers.table(
                ChainStatus.TOPIC,
                batch -> batch.forEach(status -> {
                    if (view.on(status.value())) {
                        projection.put(status.value());
                    }
                }));
    }

    @Bean
    TableFeed<PortChanged> portFeed(FeedContainers containers, SuiteView suite) {
        return containers.table(PortChanged.TOPIC, batch -> batch.forEach(port -> suite.on(port.value())));
    }

    /** One topic a service, since each topic has one writer. */
    @Bean
    TableFeed<ServiceStatus> gatewayStatusFeed(FeedContainers containers, SuiteView suite) {
        return serviceStatus(containers, ServiceStatus.OF_GATEWAY, suite);
    }

    @Bean
    TableFeed<ServiceStatus> validatorStatusFeed(FeedContainers containers, SuiteView suite) {
        return serviceStatus(containers, ServiceStatus.OF_VALIDATOR, suite);
    }

    @Bean
    TableFeed<ServiceStatus> templateStatusFeed(FeedContainers containers, SuiteView suite) {
        return serviceStatus(containers, ServiceStatus.OF_TEMPLATE, suite);
    }

    @Bean
    TableFeed<ServiceStatus> accountingStatusFeed(FeedContainers containers, SuiteView suite) {
        return serviceStatus(containers, ServiceStatus.OF_ACCOUNTING, suite);
    }

    @Bean
    TableFeed<ServiceStatus> payoutStatusFeed(FeedContainers containers, SuiteView suite) {
        return serviceStatus(containers, ServiceStatus.OF_PAYOUT, suite);
    }

    @Bean
    TableFeed<ServiceStatus> dashboardStatusFeed(FeedContainers containers, SuiteView suite) {
        return serviceStatus(containers, ServiceStatus.OF_DASHBOARD, suite);
    }

    private static TableFeed<ServiceStatus> serviceStatus(
            FeedContainers containers, Topic<ServiceStatus> topic, SuiteView suite) {
        return containers.table(topic, batch -> batch.forEach(suite::onStatus));
    }

    @Bean
    TableFeed<TemplatePublished> templateFeed(FeedContainers containers, ChainView view, LiveEvents events) {
        return containers.table(
                TemplatePublished.TOPIC,
                batch -> batch.forEach(published -> {
                    view.on(published.value());
                    events.job(published.value());
                }));
    }

    /** Down when a feed stopped at a record it can not read: what is shown grows old from then on. */
    @Bean
    HealthIndicator projectionHealth(
            List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers, List<TableFeed<?>> tables) {
        return () -> {
            boolean follows = containers.stream().allMatch(MessageListenerContainer::isRunning)
                    && tables.stream().noneMatch(TableFeed::stoppedAtUnreadable);
            return follows
                    ? Health.up().build()
                    : Health.down()
                            .withDetail("reason", "a feed has stopped; see the log")
                            .build();
        };
    }

    private static <T> ConcurrentMessageListenerContainer<byte[], byte[]> container(
            FeedContainers containers, PgFeeds.Feed<T> feed) {
        return containers.container(feed.topic(), feed);
    }
}

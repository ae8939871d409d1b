package thunderpool.accounting;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.transaction.PlatformTransactionManager;
import thunderpool.runtime.ConsumerLag;
import thunderpool.runtime.FeedContainers;
import thunderpool.runtime.FeedCore;
import thunderpool.runtime.KafkaLogReplay;
import thunderpool.runtime.KafkaTopicIds;
import thunderpool.runtime.KafkaWriters;
import thunderpool.runtime.LeaseKeeper;
import thunderpool.runtime.LogIdentity;
import thunderpool.runtime.OutboxPublisher;
import thunderpool.runtime.PgLease;
import thunderpool.runtime.PgOutbox;
import thunderpool.runtime.PgPositions;
import thunderpool.runtime.ServiceIdentity;
import thunderpool.runtime.StatusWiring;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.BalanceChanged;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.Judgement;
import thunderpool.topics.PayoutAnswered;
import thunderpool.topics.PayoutRequested;
import thunderpool.topics.PayoutSettled;
import thunderpool.topics.Principal;
import thunderpool.topics.Received;
import thunderpool.topics.Topic;

/** The core between Kafka, the clock and the lease. */
@Configuration(proxyBeanMethods = false)
@Import(StatusWiring.class)
class AccountingWiring {

    private static final Duration WRITE_BLOCK_MAX = Duration.ofSeconds(10);

    @Bean
    AccountingMetrics accountingMetrics(MeterRegistry registry) {
        return new AccountingMetrics(registry, System::nanoTime);
    }

    @Bean
    ServiceIdentity identity(AccountingConfig config) {
        return new ServiceIdentity(Principal.ACCOUNTING, config.instance(), config.kafka());
    }

    @Bean
    ConsumerLag consumerLag(AccountingConfig config, MeterRegistry registry) {
        return new ConsumerLag(config.kafka(), registry);
    }

    @Bean
    FeedContainers feedContainers(
            AccountingConfig config, MeterRegistry registry, ConsumerLag lag, BooleanSupplier logIsOurs) {
        return new FeedContainers(config.kafka(), Principal.ACCOUNTING, config.instance(), registry, lag)
                .onlyWhen(logIsOurs);
    }

    /** Asked by feeds and outbox alike: neither knows what the other of several instances does. */
    @Bean
    BooleanSupplier logIsOurs(
            AccountingConfig config,
            DataSource dataSource,
            PlatformTransactionManager transactions,
            Accounting accounting) {
        LogIdentity log = new LogIdentity(
                new KafkaTopicIds(config.kafka()),
                List.of(
                        Judgement.TOPIC,
                        BlockChanged.TOPIC,
                        PayoutRequested.TOPIC,
                        PayoutSettled.TOPIC,
                        BalanceChanged.TOPIC,
                        PayoutAnswered.TOPIC),
                config.database().newLog(),
                new JdbcTemplate(dataSource),
                transactions);
        LogIdentity.Host books = new BooksOfALog(accounting, InstantSource.system());
        return () -> log.isOurs(books);
    }

    private record BooksOfALog(Accounting accounting, InstantSource clock) implements LogIdentity.Host {
        @Override
        public void begins(Set<String> topics) {
            accounting.beginOnNewLog(topics + " were made anew; these books go on with them", clock.millis());
        }

        @Override
        public void refuses(Set<String> topics) {
            accounting.logIsAnother(topics + " are not the topics these books were folded from", clock.millis());
        }
    }

    @Bean
    KnownLog knownLog(AccountingConfig config, PgPositions positions, Accounting accounting) {
        return new KnownLog(
                positions::next, new KafkaLogReplay(config.kafka())::end, accounting, InstantSource.system());
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> judgementFeed(
            FeedContainers feeds, KnownLog positions, Accounting accounting, AccountingMetrics metrics) {
        return feeds.container(
                Judgement.TOPIC,
                new Fold<>(Judgement.TOPIC, positions, batch -> metrics.folding(() -> accounting.onJudgements(batch))));
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> blockFeed(
            FeedContainers feeds, KnownLog positions, Accounting accounting) {
        return feeds.container(
                BlockChanged.TOPIC, new Fold<>(BlockChanged.TOPIC, positions, accounting::onBlockChanged));
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> payoutRequestFeed(
            FeedContainers feeds, KnownLog positions, Accounting accounting) {
        return feeds.container(
                PayoutRequested.TOPIC, new Fold<>(PayoutRequested.TOPIC, positions, accounting::onPayoutRequested));
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> payoutSettledFeed(
            FeedContainers feeds, KnownLog positions, Accounting accounting) {
        return feeds.container(
                PayoutSettled.TOPIC, new Fold<>(PayoutSettled.TOPIC, positions, accounting::onPayoutSettled));
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> commandFeed(
            FeedContainers feeds, KnownLog positions, Accounting accounting) {
        return feeds.container(
                AdminCommand.TOPIC, new Fold<>(AdminCommand.TOPIC, positions, accounting::onAdminCommand));
    }

    @Bean
    LeaseKeeper leaseKeeper(AccountingConfig config, DataSource dataSource, MeterRegistry registry) {
        // A new name at every start: an owner that came back under its old one would pass for its ghost.
        String owner = config.instance() + "-" + UUID.randomUUID();
        return new LeaseKeeper(
                new PgLease(new JdbcTemplate(dataSource)), "accounting", owner, config.leaseTime(), registry);
    }

    @Bean
    KafkaWriters kafkaWriters(AccountingConfig config, MeterRegistry registry) {
        return new KafkaWriters(config.kafka(), config.instance(), WRITE_BLOCK_MAX, registry);
    }

    @Bean
    OutboxPublisher outboxPublisher(
            PgOutbox outbox,
            KafkaWriters writers,
            LeaseKeeper lease,
            BooleanSupplier logIsOurs,
            MeterRegistry registry) {
        return new OutboxPublisher(
                outbox, writers.outboxLog(), () -> lease.held() && logIsOurs.getAsBoolean(), registry);
    }

    @Bean
    Ticker ticker(
            AccountingConfig config,
            Accounting accounting,
            AccountingMetrics metrics,
            LeaseKeeper lease,
            PgPositions positions) {
        FoldedLog log = new FoldedLog(new KafkaLogReplay(config.kafka()), positions::next);
        Ticker ticker = new Ticker(accounting, metrics, InstantSource.system(), lease::held, log);
        ticker.start(config.tickEvery(), config.auditEvery(), config.keepContributions());
        return ticker;
    }

    /** Nothing here asks the broker, so its outage does not unready the service: its feeds wait for it. */
    @Bean
    HealthIndicator feedsHealthIndicator(List<ConcurrentMessageListenerContainer<byte[], byte[]>> feeds) {
        return () -> {
            List<String> stopped = feeds.stream()
                    .filter(feed -> !feed.isRunning())
                    .map(feed -> String.valueOf(feed.getBeanName()))
                    .toList();
            return stopped.isEmpty()
                    ? Health.up().build()
                    : Health.down().withDetail("stopped", stopped).build();
        };
    }

    /** A topic folded into this schema: the core moves the position in the transaction that folds. */
    private record Fold<T>(Topic<T> topic, KnownLog stored, Consumer<List<Received<T>>> fold) implements FeedCore<T> {
        @Override
        public Map<Integer, Long> positions() {
            return stored.next(topic);
        }

        @Override
        public void accept(List<Received<T>> batch) {
            fold.accept(batch);
        }
    }
}

package thunderpool.payout;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.transaction.PlatformTransactionManager;
import thunderpool.node.JsonRpcNode;
import thunderpool.payout.saga.Payouts;
import thunderpool.payout.saga.Retelling;
import thunderpool.payout.store.PgFigures;
import thunderpool.payout.store.PgPayoutStore;
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
import thunderpool.runtime.sql.Transactions;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.BalanceChanged;
import thunderpool.topics.PayoutAnswered;
import thunderpool.topics.PayoutChanged;
import thunderpool.topics.PayoutRequested;
import thunderpool.topics.PayoutSettled;
import thunderpool.topics.Principal;
import thunderpool.topics.Received;
import thunderpool.topics.ScheduleChanged;
import thunderpool.topics.SchemeChanged;
import thunderpool.topics.Topic;

/** The saga between Kafka, the node, the clock and the lease. */
@Configuration(proxyBeanMethods = false)
@Import(StatusWiring.class)
class PayoutWiring {

    private static final Logger LOG = LoggerFactory.getLogger(PayoutWiring.class);
    private static final Duration WRITE_BLOCK_MAX = Duration.ofSeconds(10);
    private static final Duration LOG_WITHIN = Duration.ofSeconds(15);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    PayoutMetrics payoutMetrics(MeterRegistry registry) {
        return new PayoutMetrics(registry);
    }

    @Bean
    JsonRpcNode node(PayoutConfig config, MeterRegistry registry) {
        return JsonRpcNode.connect(config.node().endpoint(), config.parameters().gbtRules(), registry);
    }

    @Bean
    ServiceIdentity identity(PayoutConfig config) {
        return new ServiceIdentity(Principal.PAYOUT, config.instance(), config.kafka());
    }

    @Bean
    ConsumerLag consumerLag(PayoutConfig config, MeterRegistry registry) {
        return new ConsumerLag(config.kafka(), registry);
    }

    @Bean
    FeedContainers feedContainers(PayoutConfig config, MeterRegistry registry, ConsumerLag lag) {
        return new FeedContainers(config.kafka(), Principal.PAYOUT, config.instance(), registry, lag);
    }

    @Bean
    LeaseKeeper leaseKeeper(PayoutConfig config, PgLease leases, MeterRegistry registry) {
        // A new name at every start: an owner that came back under its old one would pass for its ghost.
        String owner = config.instance() + "-" + UUID.randomUUID();
        return new LeaseKeeper(leases, "payout", owner, config.leaseTime(), registry);
    }

    @Bean
    KafkaWriters kafkaWriters(PayoutConfig config, MeterRegistry registry) {
        return new KafkaWriters(config.kafka(), config.instance(), WRITE_BLOCK_MAX, registry);
    }

    @Bean
    OutboxPublisher outboxPublisher(
            PgOutbox outbox, KafkaWriters writers, LeaseKeeper lease, LogIdentity log, MeterRegistry registry) {
        return new OutboxPublisher(outbox, writers.outboxLog(), () -> lease.held() && log.isKnown(), registry);
    }

    /** Asked at the beginning of each term, which alone may tell orders again. */
    @Bean
    LogIdentity logIdentity(PayoutConfig config, DataSource dataSource, PlatformTransactionManager transactions) {
        return new LogIdentity(
                new KafkaTopicIds(config.kafka()),
                List.of(
                        BalanceChanged.TOPIC,
                        PayoutAnswered.TOPIC,
                        PayoutRequested.TOPIC,
                        PayoutSettled.TOPIC,
                        PayoutChanged.TOPIC,
                        ScheduleChanged.TOPIC,
                        SchemeChanged.TOPIC),
                config.database().newLog(),
                new JdbcTemplate(dataSource),
                transactions);
    }

    @Bean
    PayoutRunner runner(
            PayoutConfig config,
            PgPayoutStore.Tables tables,
            PgPositions positions,
            JsonRpcNode node,
            LeaseKeeper lease,
            LogIdentity identity,
            InstantSource clock,
            PayoutMetrics metrics) {
        NodeChain chain = new NodeChain(config.parameters(), node, node, node, node);
        KafkaLogReplay log = new KafkaLogReplay(config.kafka(), LOG_WITHIN);
        return new PayoutRunner(
                lease::lease,
                term -> {
                    PgPayoutStore store = new PgPayoutStore(tables, term);
                    Retelling retelling = new Retelling(config.chain(), store, metrics);
                    LogIdentity.Host orders = topics -> retelling.run(clock.millis());
                    Payouts payouts = new Payouts(
                            config.rules(),
                            store,
                            chain,
                            new PayoutHistoryFeed(log, positions, () -> identity.isOurs(orders)),
                            metrics);
                    payouts.start(config.schemes().first(), config.payment().approvalAbove());
                    return payouts;
                },
                metrics);
    }

    @Bean
    PayoutFeeds payoutFeeds(
            FeedContainers feeds,
            PgPositions positions,
            Transactions transactions,
            PayoutRunner runner,
            InstantSource clock) {
        Folding folding = new Folding(positions, transactions, runner, clock);
        PayoutFeeds all = new PayoutFeeds(List.of(
                feeds.container(BalanceChanged.TOPIC, folding.of(BalanceChanged.TOPIC, Payouts::onBalanceChanged)),
                feeds.container(PayoutAnswered.TOPIC, folding.of(PayoutAnswered.TOPIC, Payouts::onAnswered)),
                feeds.container(AdminCommand.TOPIC, folding.of(AdminCommand.TOPIC, Payouts::onCommand))));
        runner.feedBy(all);
        return all;
    }

    /** Takes the feeds so that the first round finds them. */
    @Bean
    PayoutTicker ticker(
            PayoutConfig config,
            PayoutRunner runner,
            PayoutFeeds feeds,
            PgFigures figures,
            JsonRpcNode node,
            PayoutMetrics metrics,
            InstantSource clock) {
        PayoutTicker ticker = new PayoutTicker(runner, figures, node, metrics, clock);
        ticker.start(config.tickEvery());
        return ticker;
    }

    /** A stand-by is ready: it does what it is there for. Nothing here asks the broker or the node. */
    @Bean
    HealthIndicator feedsHealth(PayoutRunner runner, PayoutFeeds feeds) {
        return () -> {
            List<String> stopped = runner.isRunning() ? feeds.stopped() : List.of();
            return stopped.isEmpty()
                    ? Health.up().withDetail("leading", runner.isRunning()).build()
                    : Health.down().withDetail("stopped", stopped).build();
        };
    }

    /** Started and stopped with the lease, not with the context. */
    record PayoutFeeds(List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers)
            implements PayoutRunner.Feeds {

        @Override
        public void start() {
            containers.forEach(ConcurrentMessageListenerContainer::start);
        }

        /** All at once, and no longer than it takes to notice that a broker is away. */
        @Override
        public void stop() {
            CountDownLatch running = new CountDownLatch(containers.size());
            containers.forEach(container -> container.stop(running::countDown));
            try {
                if (!running.await(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                    LOG.warn("a consumer of payout does not stop; what it still reads is fenced");
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        List<String> stopped() {
            return containers.stream()
                    .filter(container -> !container.isRunning())
                    .map(container -> String.valueOf(container.getBeanName()))
                    .toList();
        }
    }

    /** What the saga does with a record. */
    private interface Handler<T> {
        void on(Payouts payouts, T value, long nowMs);
    }

    /** Folds topics into the schema: records and position in one transaction, under the saga's lock and the fence. */
    private record Folding(PgPositions positions, Transactions transactions, PayoutRunner runner, InstantSource clock) {

        private static final int CHUNK = 200;

        <T> FeedCore<T> of(Topic<T> topic, Handler<T> handler) {
            return new FeedCore<>() {
                @Override
                public Map<Integer, Long> positions() {
                    return positions.next(topic);
                }

                // In chunks, so that no transaction holds the lease's row for long.
                @Override
                public void accept(List<Received<T>> batch) {
                    for (int from = 0; from < batch.size(); from += CHUNK) {
                        List<Received<T>> chunk = batch.subList(from, Math.min(batch.size(), from + CHUNK));
                        runner.with(payouts -> fold(payouts, chunk, handler));
                    }
                }
            };
        }

        private <T> void fold(Payouts payouts, List<Received<T>> chunk, Handler<T> handler) {
            long nowMs = clock.millis();
            long folded = transactions.run(() -> {
                chunk.forEach(record -> handler.on(payouts, record.value(), nowMs));
                positions.advance(chunk);
                return (long) chunk.size();
            });
            LOG.debug("folded {} records of {}", folded, chunk.getFirst().topic());
        }
    }
}

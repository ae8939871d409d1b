package thunderpool.dashboard;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import thunderpool.dashboard.http.HttpWiring;
import thunderpool.dashboard.view.ChainView;
import thunderpool.dashboard.view.PgFeeds;
import thunderpool.dashboard.view.PoolSample;
import thunderpool.dashboard.view.Projector;
import thunderpool.dashboard.view.SuiteView;
import thunderpool.runtime.ServiceApplication;
import thunderpool.runtime.ServiceDatabase;
import thunderpool.runtime.ServiceMain;
import thunderpool.runtime.TestDatabase;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.Judgement;
import thunderpool.topics.MemoryTopics;
import thunderpool.topics.PayoutChanged;
import thunderpool.topics.Received;
import thunderpool.topics.ServiceStatus;
import thunderpool.topics.TopicWriter;
import thunderpool.work.Miner;
import thunderpool.work.Rejection;
import thunderpool.work.Slice;

/** The service on a free port with a small pool in its read models; topics in memory take the broker's place. */
public final class SamplePool implements AutoCloseable {

    private static final Miner ALICES_RIG = PoolSample.miner(PoolSample.ALICE, "rig");

    static final Instant NOW = Instant.parse("2026-11-21T12:00:30Z");

    /** The service with everything but the broker. */
    @ServiceApplication
    @ServiceDatabase
    @Import({ReadWiring.class, HttpWiring.class})
    public static class WithoutBroker {

        @Bean
        InstantSource clock() {
            return InstantSource.fixed(NOW);
        }

        @Bean
        RandomGenerator random() {
            return new Random(1);
        }

        @Bean
        MemoryTopics topics() {
            return new MemoryTopics(NOW::toEpochMilli);
        }

        @Bean
        TopicWriter<AdminCommand> commandWriter(MemoryTopics topics) {
            return topics.writer(AdminCommand.TOPIC);
        }
    }

    private final TestDatabase database = TestDatabase.fresh();
    private final ConfigurableApplicationContext context;
    private long offset;

    public SamplePool(Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("server.address", "127.0.0.1");
        all.put("server.port", "0");
        // Without a broker there are no feeds whose health counts.
        all.put("management.endpoint.health.validate-group-membership", "false");
        all.put("dashboard.kafka.security", "NONE");
        all.put("dashboard.database.url", database.jdbcUrl());
        all.put("dashboard.database.user", database.user());
        all.put("dashboard.database.password", database.password());
        all.putAll(settings);
        context = ServiceMain.embed(WithoutBroker.class, "dashboard", all);
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    URI at(String path) {
        var server = ((ServletWebServerApplicationContext) context).getWebServer();
        return URI.create("http://127.0.0.1:" + (server == null ? 0 : server.getPort()) + path);
    }

    Projector projector() {
        return context.getBean(Projector.class);
    }

    @SafeVarargs
    final <T> void feed(PgFeeds.Feed<T> feed, T... values) {
        List<Received<T>> batch = new ArrayList<>();
        for (T value : values) {
            batch.add(new Received<>(feed.topic(), 0, offset++, NOW.toEpochMilli(), value));
        }
        feed.accept(batch);
    }

    /** Two miners, a block, a payout, two epochs and the chain's newest word. */
    public void fill() {
        Projector into = projector();
        List<Judgement> shares = new ArrayList<>();
        for (int minute = 0; minute < 10; minute++) {
            Instant at = NOW.minus(Duration.ofMinutes(minute));
            shares.add(PoolSample.judged(
                    0,
                    PoolSample.share(PoolSample.miner(PoolSample.ALICE, "rig"), 10, at, null),
                    PoolSample.share(PoolSample.miner(PoolSample.BOB, "attic"), 3, at, null)));
        }
        feed(into.shares(), shares.toArray(Judgement[]::new));
        feed(into.schemes(), PoolSample.scheme(1, "every 144 blocks"));
        feed(into.schedules(), PoolSample.schedule(1, 100_000));
        feed(into.balances(), PoolSample.balance(PoolSample.ALICE, 1, 1_000), PoolSample.balance(PoolSample.BOB, 1, 2));
        feed(into.blocks(), PoolSample.block(1, BlockChanged.State.FOUND, 1, NOW.minus(Duration.ofMinutes(5))));
        feed(into.payouts(), PoolSample.payout(1, PayoutChanged.State.BROADCAST, PoolSample.GENESIS, NOW));
        feed(into.epochs(), PoolSample.epoch(29_000_000), PoolSample.epoch(29_000_001));
        feed(
                into.statements(),
                PoolSample.statement(29_000_001, PoolSample.ALICE, PoolSample.WORK_1024, 300_000_000),
                PoolSample.statement(29_000_001, PoolSample.BOB, PoolSample.WORK_8, 12_500_000));
        feed(into.workersSeen(), PoolSample.seen(ALICES_RIG, 2, Map.of(Rejection.STALE, 3)));
        feed(into.fees(), PoolSample.fee(0, 100, 0), PoolSample.fee(1, 90, Slice.at(NOW.toEpochMilli()) + 60));
        feed(into.bans(), PoolSample.ban(NOW));
        SuiteView suite = context.getBean(SuiteView.class);
        suite.on(PoolSample.port(3433, "pplns-blocks"));
        suite.onStatus(new Received<>(
                ServiceStatus.OF_GATEWAY, 0, 0, NOW.minusSeconds(3).toEpochMilli(), PoolSample.gateway(NOW)));
        ChainView view = context.getBean(ChainView.class);
        view.on(PoolSample.status(true));
        view.on(PoolSample.template());
    }

    AdminCommand lastCommand() {
        MemoryTopics topics = context.getBean(MemoryTopics.class);
        return topics.read(AdminCommand.TOPIC, 0, topics.end(AdminCommand.TOPIC, 0) - 1, 1)
                .getFirst()
                .value();
    }

    @Override
    public void close() {
        context.close();
        database.close();
    }
}

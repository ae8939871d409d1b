package thunderpool.dashboard;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import thunderpool.bitcoin.Chain;
import thunderpool.dashboard.view.Accounts;
import thunderpool.dashboard.view.AddressDesk;
import thunderpool.dashboard.view.ChainView;
import thunderpool.dashboard.view.CommandSender;
import thunderpool.dashboard.view.DashboardConfig;
import thunderpool.dashboard.view.LiveEvents;
import thunderpool.dashboard.view.LiveStream;
import thunderpool.dashboard.view.MinerDesk;
import thunderpool.dashboard.view.Overview;
import thunderpool.dashboard.view.PgCommands;
import thunderpool.dashboard.view.PgDays;
import thunderpool.dashboard.view.PgFeeds;
import thunderpool.dashboard.view.PgHistory;
import thunderpool.dashboard.view.PgLists;
import thunderpool.dashboard.view.PgMiners;
import thunderpool.dashboard.view.PgPool;
import thunderpool.dashboard.view.PgPresence;
import thunderpool.dashboard.view.PgProjection;
import thunderpool.dashboard.view.PgRounds;
import thunderpool.dashboard.view.PgWork;
import thunderpool.dashboard.view.PgWorkers;
import thunderpool.dashboard.view.PoolMeters;
import thunderpool.dashboard.view.Projector;
import thunderpool.dashboard.view.RecentShares;
import thunderpool.dashboard.view.SuiteView;
import thunderpool.runtime.MarkedPool;
import thunderpool.runtime.PgPositions;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.TopicWriter;
import tools.jackson.databind.json.JsonMapper;

/** The read models and the live stream, without what feeds them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DashboardConfig.class)
class ReadWiring {

    @Bean
    Chain chain(DashboardConfig config) {
        return Chain.byName(config.chain());
    }

    @Bean
    MarkedPool dataSource(DashboardConfig config) {
        return config.database().open("dashboard", "db/dashboard", "db/runtime/positions");
    }

    @Bean
    JdbcClient jdbcClient(JdbcTemplate jdbc) {
        return JdbcClient.create(jdbc);
    }

    @Bean
    Accounts accounts(Chain chain) {
        return new Accounts(chain);
    }

    @Bean
    ChainView chainView(Chain chain) {
        return new ChainView(chain.name());
    }

    @Bean
    SuiteView suiteView(InstantSource clock) {
        return new SuiteView(clock);
    }

    @Bean
    PgPool pool(JdbcClient jdbc, Accounts accounts, InstantSource clock) {
        return new PgPool(jdbc, accounts, clock);
    }

    @Bean
    PgLists lists(JdbcClient jdbc, Accounts accounts, ChainView chain) {
        return new PgLists(jdbc, accounts, chain);
    }

    @Bean
    PgMiners miners(JdbcClient jdbc, Accounts accounts, InstantSource clock) {
        return new PgMiners(jdbc, accounts, clock);
    }

    @Bean
    PgWorkers workers(JdbcClient jdbc, Accounts accounts, SuiteView suite, InstantSource clock) {
        return new PgWorkers(jdbc, accounts, suite, clock);
    }

    @Bean
    PgHistory history(JdbcClient jdbc, InstantSource clock) {
        return new PgHistory(jdbc, clock);
    }

    @Bean
    PgRounds rounds(JdbcClient jdbc) {
        return new PgRounds(jdbc);
    }

    @Bean
    PgPresence presence(JdbcTemplate jdbc) {
        return new PgPresence(jdbc);
    }

    @Bean
    PgProjection projection(JdbcClient jdbc) {
        return new PgProjection(jdbc);
    }

    @Bean
    PgCommands commands(JdbcClient jdbc) {
        return new PgCommands(jdbc);
    }

    @Bean
    PgWork work(JdbcTemplate jdbc) {
        return new PgWork(jdbc);
    }

    @Bean
    PgDays days(JdbcTemplate jdbc) {
        return new PgDays(jdbc);
    }

    @Bean
    RecentShares recentShares(Chain chain) {
        return new RecentShares(chain.name(), chain.difficultyOne());
    }

    @Bean
    Overview.Sources overviewSources(
            PgPool pool, PgHistory history, PgRounds rounds, PgLists lists, ChainView chain, SuiteView suite) {
        return new Overview.Sources(pool, history, rounds, lists, chain, suite);
    }

    @Bean
    Overview overview(DashboardConfig config, Accounts accounts, Overview.Sources sources, InstantSource clock) {
        return new Overview(config, accounts, sources, clock);
    }

    @Bean
    PoolMeters poolMeters(MeterRegistry registry) {
        return new PoolMeters(registry);
    }

    @Bean
    AddressDesk addressDesk(Accounts accounts, PgMiners miners) {
        return new AddressDesk(accounts, miners);
    }

    @Bean
    MinerDesk.Sources minerDeskSources(
            PgMiners miners, PgWorkers workers, PgLists lists, PgHistory history, ChainView chain, SuiteView suite) {
        return new MinerDesk.Sources(miners, workers, lists, history, new MinerDesk.Live(chain, suite));
    }

    @Bean
    MinerDesk minerDesk(Accounts accounts, AddressDesk addresses, MinerDesk.Sources sources, InstantSource clock) {
        return new MinerDesk(accounts, addresses, sources, clock);
    }

    @Bean
    LiveStream liveStream(DashboardConfig config, MeterRegistry registry, InstantSource clock) {
        LiveStream stream =
                new LiveStream(config.streamClientsMax(), config.limits().streamsPerClient(), clock);
        Gauge.builder("thunderpool_stream_clients", stream, LiveStream::listeners)
                .description("Clients of the live stream")
                .register(registry);
        FunctionCounter.builder("thunderpool_stream_dropped", stream, LiveStream::dropped)
                .description("Clients of the live stream let go because they read nothing")
                .register(registry);
        return stream;
    }

    /** Before the web server waits for its requests to end: streams would hold it up. */
    @Bean
    ApplicationListener<ContextClosedEvent> streamEnd(LiveStream stream) {
        return closed -> stream.close();
    }

    @Bean
    LiveEvents liveEvents(LiveStream stream, Accounts accounts, JsonMapper json) {
        return new LiveEvents(stream, accounts, json::writeValueAsString);
    }

    @Bean
    Projector.Figures projectorFigures(
            PgWork work, PgRounds rounds, PgPresence presence, PgLists lists, RecentShares recent) {
        return new Projector.Figures(work, rounds, presence, lists, recent);
    }

    @Bean
    PgFeeds feeds(MarkedPool dataSource, PlatformTransactionManager transactions) {
        return new PgFeeds(new TransactionTemplate(transactions), PgPositions.in(dataSource));
    }

    @Bean
    Projector projector(
            Chain chain, PgProjection projection, Projector.Figures figures, LiveEvents events, PgFeeds feeds) {
        return new Projector(chain, projection, figures, events, feeds);
    }

    @Bean
    CommandSender commandSender(
            TopicWriter<AdminCommand> writer,
            PgCommands commands,
            Chain chain,
            InstantSource clock,
            RandomGenerator random) {
        return new CommandSender(writer, commands, chain, clock, random);
    }
}

package thunderpool.dashboard;

import com.zaxxer.hikari.HikariDataSource;
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
import thunderpool.dashboard.view.ChainView;
import thunderpool.dashboard.view.CommandSender;
import thunderpool.dashboard.view.DashboardConfig;
import thunderpool.dashboard.view.LiveEvents;
import thunderpool.dashboard.view.LiveStream;
import thunderpool.dashboard.view.Overview;
import thunderpool.dashboard.view.PgCommands;
import thunderpool.dashboard.view.PgFeeds;
import thunderpool.dashboard.view.PgMiners;
import thunderpool.dashboard.view.PgPool;
import thunderpool.dashboard.view.PgProjection;
import thunderpool.dashboard.view.PgWork;
import thunderpool.dashboard.view.Projector;
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
    HikariDataSource dataSource(DashboardConfig config) {
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
    PgPool pool(JdbcClient jdbc, Accounts accounts, InstantSource clock) {
        return new PgPool(jdbc, accounts, clock);
    }

    @Bean
    PgMiners miners(JdbcClient jdbc, Accounts accounts, InstantSource clock) {
        return new PgMiners(jdbc, accounts, clock);
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
    Overview overview(DashboardConfig config, PgPool pool) {
        return new Overview(config, pool);
    }

    @Bean
    LiveStream liveStream(DashboardConfig config, MeterRegistry registry) {
        LiveStream stream = new LiveStream(config.streamClientsMax());
        Gauge.builder("thunderpool_stream_clients", stream, LiveStream::listeners)
                .description("Clients of the live stream")
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
    Projector projector(
            Chain chain, JdbcTemplate jdbc, PlatformTransactionManager transactions, PgWork work, LiveEvents events) {
        PgFeeds feeds = new PgFeeds(new TransactionTemplate(transactions), new PgPositions(jdbc));
        return new Projector(chain, new PgProjection(JdbcClient.create(jdbc)), work, events, feeds);
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

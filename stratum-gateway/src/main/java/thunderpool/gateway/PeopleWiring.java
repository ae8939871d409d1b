package thunderpool.gateway;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import thunderpool.bitcoin.Script;
import thunderpool.gateway.command.CommandDesk;
import thunderpool.gateway.command.Orders;
import thunderpool.gateway.command.PortDesk;
import thunderpool.gateway.feed.BlockRoads;
import thunderpool.gateway.feed.NewsSink;
import thunderpool.gateway.feed.ShareSink;
import thunderpool.gateway.feed.WorkersSink;
import thunderpool.gateway.job.JobBoard;
import thunderpool.gateway.net.PortBinding;
import thunderpool.gateway.session.BanBook;
import thunderpool.gateway.session.BanNews;
import thunderpool.gateway.session.GatewayMetrics;
import thunderpool.gateway.session.WorkerBook;
import thunderpool.runtime.FeedContainers;
import thunderpool.runtime.Figures;
import thunderpool.runtime.KafkaWriters;
import thunderpool.runtime.TableFeed;
import thunderpool.runtime.log.CommandNote;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.BanChanged;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.PortChanged;
import thunderpool.topics.TopicWriter;
import thunderpool.topics.WorkersSeen;

/** What people see of a gateway, and what they tell it. */
@Configuration(proxyBeanMethods = false)
class PeopleWiring {
    private static final Logger LOG = LoggerFactory.getLogger(PeopleWiring.class);

    private final InstantSource clock = InstantSource.system();

    @Bean
    WorkerBook workerBook(GatewayMetrics metrics) {
        WorkerBook workers = new WorkerBook();
        metrics.gauge("workers", "Workers known, connected or just gone", workers, WorkerBook::size);
        return workers;
    }

    @Bean
    WorkersSink workersSink(GatewayConfig config, KafkaWriters writers, WorkerBook workers) {
        WorkersSeen envelope = new WorkersSeen(config.instance(), config.chain(), List.of());
        return new WorkersSink(envelope, workers, writers.writer(WorkersSeen.TOPIC));
    }

    @Bean
    BanBook banBook(GatewayConfig config, NewsSink news, KafkaWriters writers, GatewayMetrics metrics) {
        TopicWriter<BanChanged> writer = writers.writer(BanChanged.TOPIC);
        BanNews told = (change, banned, atMs, untilMs) -> {
            LOG.atInfo()
                    .addKeyValue(LogKey.EVENT, banned ? LogEvent.BAN_BEGAN : LogEvent.BAN_ENDED)
                    .addKeyValue(LogKey.SUBJECT, change.subject().text())
                    .addKeyValue(LogKey.USER, change.author())
                    .addKeyValue(LogKey.REASON, change.reason())
                    .log(banned ? "shut out" : "let in again");
            var _ = news.send(
                    writer,
                    new BanChanged(
                            config.instance(),
                            change.subject().text(),
                            banned,
                            change.reason(),
                            change.author(),
                            atMs,
                            untilMs));
        };
        BanBook bans = new BanBook(config.limits().ban().toMillis(), told);
        metrics.gauge("bans_active", "Bans that hold now", bans, of -> of.active(clock.millis()));
        return bans;
    }

    @Bean
    PortDesk portDesk(GatewayConfig config) {
        return new PortDesk(config.bindings().stream().map(PortBinding::rules).toList());
    }

    @Bean
    PortNews portNews(GatewayConfig config, NewsSink news, KafkaWriters writers) {
        return new PortNews(config.instance(), news, writers.writer(PortChanged.TOPIC));
    }

    @Bean
    Orders orders(Gateway gateway, PortNews ports) {
        return new Orders() {
            @Override
            public void say(String text, @Nullable Script account) {
                gateway.say(text, account);
            }

            @Override
            public void goDown() {
                LOG.info("an operator drains this gateway");
                Thread.ofPlatform().name("drain").start(gateway::drain);
            }

            @Override
            public void shutOut() {
                gateway.shutOut();
            }

            @Override
            public void offer(PortDesk.Offer offer) {
                LOG.atInfo()
                        .addKeyValue(LogKey.EVENT, LogEvent.PORT_CHANGED)
                        .addKeyValue(LogKey.PORT, offer.rules().name())
                        .log("from now on: {}, version {}", offer.rules(), offer.version());
                gateway.change(offer.rules());
                ports.changed(offer);
            }

            @Override
            public void plan(PortDesk.Offer offer) {
                LOG.info("planned: {}", offer.next());
                ports.changed(offer);
            }
        };
    }

    @Bean
    CommandDesk commandDesk(
            GatewayConfig config,
            BanBook bans,
            PortDesk ports,
            Orders orders,
            BiConsumer<AdminCommand, CommandAnswered> answers) {
        return new CommandDesk(
                new CommandDesk.Self(config.instance(), config.chainValue()),
                new CommandDesk.Tools(bans, ports, orders, answers),
                clock);
    }

    @Bean
    BiConsumer<AdminCommand, CommandAnswered> commandAnswers(
            NewsSink news, KafkaWriters writers, GatewayMetrics metrics) {
        TopicWriter<CommandAnswered> writer = writers.writer(CommandAnswered.OF_GATEWAY);
        return (command, answer) -> {
            CommandNote.write(LOG, command, answer);
            metrics.command(answer instanceof CommandAnswered.CommandApplied);
            var _ = news.send(writer, answer);
        };
    }

    @Bean
    TableFeed<AdminCommand> commandFeed(FeedContainers feeds, CommandDesk desk) {
        return feeds.table(AdminCommand.TOPIC, desk::on);
    }

    /** The gateway's line on the operators' health page. */
    @Bean
    Figures gatewayFigures(
            GatewayMetrics metrics,
            WorkerBook workers,
            BanBook bans,
            ShareSink shares,
            BlockRoads blocks,
            JobBoard board) {
        return () -> {
            Map<String, Long> figures = new HashMap<>();
            long sessions = 0;
            for (Map.Entry<String, Long> port : metrics.connections().entrySet()) {
                figures.put("sessions_" + port.getKey(), port.getValue());
                sessions += port.getValue();
            }
            figures.put("sessions", sessions);
            figures.put("workers", (long) workers.size());
            figures.put("bans", (long) bans.active(clock.millis()));
            figures.put("shares_in_flight", (long) shares.inFlight());
            figures.put("blocks_underway", (long) blocks.underway());
            figures.put("template_age_seconds", board.ageMs(clock.millis()) / 1_000);
            return figures;
        };
    }
}

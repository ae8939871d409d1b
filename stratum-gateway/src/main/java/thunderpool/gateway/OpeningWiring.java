package thunderpool.gateway;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import thunderpool.gateway.command.CommandDesk;
import thunderpool.gateway.command.PortDesk;
import thunderpool.gateway.feed.BlockRoads;
import thunderpool.gateway.feed.NeighbourFeed;
import thunderpool.gateway.feed.NewsSink;
import thunderpool.gateway.feed.ScheduleFeed;
import thunderpool.gateway.feed.ShareSink;
import thunderpool.gateway.feed.SleeplessClock;
import thunderpool.gateway.feed.WorkersSink;
import thunderpool.gateway.job.JobBoard;
import thunderpool.gateway.job.WorkGate;
import thunderpool.gateway.net.PortBinding;
import thunderpool.gateway.net.PortCertificate;
import thunderpool.gateway.net.StratumServer;
import thunderpool.gateway.session.BanBook;
import thunderpool.gateway.session.ExtranonceBook;
import thunderpool.gateway.session.GatewayMetrics;
import thunderpool.gateway.session.GatewayRegister;
import thunderpool.gateway.session.Pulse;
import thunderpool.gateway.session.SessionMoves;
import thunderpool.gateway.session.SessionServices;
import thunderpool.gateway.session.SessionToken;
import thunderpool.gateway.session.WorkerBook;
import thunderpool.runtime.FeedContainers;
import thunderpool.runtime.KafkaWriters;
import thunderpool.runtime.TableFeed;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;
import thunderpool.topics.BanChanged;
import thunderpool.topics.BlockSolved;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.GatewayStarted;
import thunderpool.topics.PortChanged;
import thunderpool.topics.ServiceStatus;
import thunderpool.topics.SessionMoved;
import thunderpool.topics.ShareSubmitted;
import thunderpool.topics.TopicWriter;
import thunderpool.topics.WorkersSeen;

/** How a gateway takes its place among the others, and opens. */
@Configuration(proxyBeanMethods = false)
class OpeningWiring {
    private static final Logger LOG = LoggerFactory.getLogger(OpeningWiring.class);
    private static final Duration AGAIN_AFTER = Duration.ofMillis(500);
    private static final Duration READ_WITHIN = Duration.ofSeconds(20);
    private static final Duration LAST_WORDS_WITHIN = Duration.ofSeconds(3);
    private static final long TICK_MS = 1_000;
    private static final long CERTIFICATE_MS = 10_000;

    private final InstantSource clock = InstantSource.system();
    private final SleeplessClock steady = new SleeplessClock(System::nanoTime, clock);

    private long steadyMs() {
        return TimeUnit.NANOSECONDS.toMillis(steady.getAsLong());
    }

    @Bean
    GatewayRegister gatewayRegister(GatewayConfig config) {
        return new GatewayRegister(config.instance());
    }

    @Bean
    Pulse pulse() {
        return new Pulse();
    }

    @Bean
    SessionMoves sessionMoves(GatewayRegister register, Pulse pulse, NewsSink news, KafkaWriters writers) {
        TopicWriter<SessionMoved> writer = writers.writer(SessionMoved.TOPIC);
        return new SessionMoves(register, moved -> news.send(writer, moved), () -> pulse.maySeemDead(steadyMs()));
    }

    @Bean
    NeighbourFeed neighbours(GatewayConfig config, GatewayRegister register, Pulse pulse, SessionMoves moves) {
        return new NeighbourFeed(config.instance(), register, pulse, moves, this::steadyMs);
    }

    @Bean
    TableFeed<GatewayStarted> startedFeed(FeedContainers feeds, NeighbourFeed neighbours) {
        return feeds.table(GatewayStarted.TOPIC, neighbours::starts);
    }

    @Bean
    TableFeed<ServiceStatus> gatewayStatusFeed(FeedContainers feeds, NeighbourFeed neighbours) {
        return feeds.table(ServiceStatus.OF_GATEWAY, neighbours::states);
    }

    @Bean
    TableFeed<SessionMoved> movedFeed(FeedContainers feeds, NeighbourFeed neighbours) {
        return feeds.table(SessionMoved.TOPIC, neighbours::moves);
    }

    /** What opening needs to know of the other gateways. */
    record Place(GatewayRegister register, SessionMoves moves, NeighbourFeed neighbours) {}

    @Bean
    Place place(GatewayRegister register, SessionMoves moves, NeighbourFeed neighbours) {
        return new Place(register, moves, neighbours);
    }

    /** What people see and say. */
    record People(CommandDesk commands, PortDesk ports, PortNews portNews, WorkersSink workers) {}

    @Bean
    People people(CommandDesk commands, PortDesk ports, PortNews portNews, WorkersSink workers) {
        return new People(commands, ports, portNews, workers);
    }

    /** What all sessions share, but for what comes with the incarnation. */
    record Shared(
            JobBoard board,
            WorkGate gate,
            ShareSink shares,
            BlockRoads blocks,
            BanBook bans,
            ScheduleFeed schedules,
            WorkerBook workers,
            GatewayMetrics metrics) {

        SessionServices services(ExtranonceBook extranonces, SessionToken.Seal seal, GatewayConfig.Limits limits) {
            return new SessionServices(
                    board,
                    gate,
                    extranonces,
                    seal,
                    shares,
                    blocks,
                    bans,
                    schedules,
                    workers,
                    metrics,
                    new SessionServices.Limits(
                            limits.handshake().toMillis(),
                            limits.idle().toMillis(),
                            limits.resume().toMillis(),
                            limits.words()),
                    System::nanoTime);
        }
    }

    @Bean
    Shared shared(
            JobBoard board,
            WorkGate gate,
            ShareSink shares,
            BlockRoads blocks,
            BanBook bans,
            ScheduleFeed schedules,
            WorkerBook workers,
            GatewayMetrics metrics) {
        return new Shared(board, gate, shares, blocks, bans, schedules, workers, metrics);
    }

    /** The feeds stand here themselves, not inside of something: so they start before, and stop after it. */
    @Bean
    Opening opening(
            GatewayConfig config,
            Gateway gateway,
            KafkaWriters writers,
            Shared shared,
            Place place,
            People people,
            @Qualifier("judging") ExecutorService judging,
            @Qualifier("newsWorker") ScheduledExecutorService newsWorker,
            List<TableFeed<?>> feeds) {
        return new Opening(config, gateway, writers, shared, place, people, judging, newsWorker, feeds, clock);
    }

    /** Opens the ports last and drains them first; that is its place among the lifecycles it depends on. */
    static final class Opening implements SmartLifecycle {
        private final GatewayConfig config;
        private final Gateway gateway;
        private final KafkaWriters writers;
        private final Shared shared;
        private final Place place;
        private final People people;
        private final ExecutorService judging;
        private final ScheduledExecutorService newsWorker;
        private final List<TableFeed<?>> feeds;
        private final InstantSource clock;
        private volatile boolean running;

        Opening(
                GatewayConfig config,
                Gateway gateway,
                KafkaWriters writers,
                Shared shared,
                Place place,
                People people,
                ExecutorService judging,
                ScheduledExecutorService newsWorker,
                List<TableFeed<?>> feeds,
                InstantSource clock) {
            this.config = config;
            this.gateway = gateway;
            this.writers = writers;
            this.shared = shared;
            this.place = place;
            this.people = people;
            this.judging = judging;
            this.newsWorker = newsWorker;
            this.feeds = List.copyOf(feeds);
            this.clock = clock;
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
            SecureRandom random = new SecureRandom();
            KeptState kept = new KeptState(config.data());
            SessionToken.Seal seal = kept.seal(config.sessionKeys(), random);
            long offset = announce();
            ExtranonceBook extranonces = new ExtranonceBook(offset, place.moves);
            takePlace(kept, extranonces, offset);
            SessionServices services = shared.services(extranonces, seal, config.limits());
            shared.metrics.gauge(
                    "extranonces_held", "Sessions that have an extranonce1", extranonces, ExtranonceBook::held);
            StratumServer server = new StratumServer(services, config.limits().net(), judging, clock);
            List<PortBinding> bindings = bindings();
            PortCertificate certificate = CertificateWatch.begin(config, random, clock.instant(), shared.metrics);
            if (certificate != null) {
                every(CERTIFICATE_MS, certificate::look);
            }
            List<Integer> numbers = gateway.open(server, bindings, certificate);
            for (int i = 0; i < numbers.size(); i++) {
                PortBinding binding = bindings.get(i);
                people.portNews.opened(
                        binding,
                        numbers.get(i),
                        people.ports.present(binding.rules().name()));
            }
            every(TICK_MS, people.commands::tick);
            every(config.workersEvery().toMillis(), people.workers::report);
            LOG.info("serves {} on ports {}", config.chainValue(), numbers);
        }

        private void every(long ms, Runnable task) {
            var _ = newsWorker.scheduleWithFixedDelay(() -> quietly(task), ms, ms, TimeUnit.MILLISECONDS);
        }

        /** Knows what was said before its start, and whom it may follow, before the first miner comes. */
        private void takePlace(KeptState kept, ExtranonceBook extranonces, long offset) throws IOException {
            int incarnation = (int) (offset & 0xffff);
            Set<Integer> earlier = kept.earlierIncarnations(incarnation);
            boolean read = await(() ->
                    feeds.stream().allMatch(TableFeed::caughtUp) && place.register.startedAtMs(incarnation) != null);
            if (!read) {
                LOG.warn("the log was not read to its end in {}: the rest counts when it comes", READ_WITHIN);
            }
            place.moves.earlier(earlier);
            place.moves.speakAs(incarnation, extranonce1 -> lost(extranonces, extranonce1));
            Long startedMs = place.register.startedAtMs(incarnation);
            long sinceMs = startedMs == null ? clock.millis() : startedMs;
            Runnable renewal = () -> newsWorker.execute(() -> quietly(() -> renew(kept, extranonces)));
            place.neighbours.begin(sinceMs, renewal, shared.shares::heard);
            extranonces.whenSpent(renewal);
            people.commands.begin(sinceMs);
        }

        private void lost(ExtranonceBook extranonces, int extranonce1) {
            if (extranonces.takenElsewhere(extranonce1)) {
                shared.metrics.takenElsewhere();
            }
        }

        private void renew(KeptState kept, ExtranonceBook extranonces) {
            long offset = announce();
            int incarnation = (int) (offset & 0xffff);
            extranonces.renew(offset);
            place.moves.speakAs(incarnation, extranonce1 -> lost(extranonces, extranonce1));
            place.neighbours.renewed();
            try {
                LOG.debug("earlier incarnations: {}", kept.earlierIncarnations(incarnation));
            } catch (IOException notNoted) {
                LOG.warn("the new incarnation could not be noted in the data folder", notNoted);
            }
        }

        private List<PortBinding> bindings() {
            List<PortBinding> bindings = new ArrayList<>();
            for (PortBinding configured : config.bindings()) {
                bindings.add(configured.with(
                        people.ports.present(configured.rules().name()).rules()));
            }
            return bindings;
        }

        /** Extranonces are unique only after this record is on the log: without the log a gateway does not open. */
        private long announce() {
            TopicWriter<GatewayStarted> started = writers.writer(GatewayStarted.TOPIC);
            while (running) {
                if (writers.connect(List.of(
                        GatewayStarted.TOPIC,
                        ShareSubmitted.TOPIC,
                        BlockSolved.TOPIC,
                        SessionMoved.TOPIC,
                        WorkersSeen.TOPIC,
                        PortChanged.TOPIC,
                        BanChanged.TOPIC,
                        CommandAnswered.OF_GATEWAY))) {
                    try {
                        GatewayStarted record = new GatewayStarted(config.instance(), clock.millis());
                        long offset =
                                started.write(record).toCompletableFuture().get();
                        LOG.atInfo()
                                .addKeyValue(LogKey.EVENT, LogEvent.GATEWAY_ANNOUNCED)
                                .addKeyValue(LogKey.INCARNATION, offset & 0xffff)
                                .log("goes by a new incarnation");
                        return offset;
                    } catch (ExecutionException notWritten) {
                        LOG.warn("the gateway could not announce itself yet", notWritten.getCause());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        break;
                    }
                }
                if (!GatewayWiring.pause(AGAIN_AFTER)) {
                    break;
                }
            }
            throw new IllegalStateException("stopped before the log was reached");
        }

        private static boolean await(BooleanSupplier done) {
            for (long step = 0; step < READ_WITHIN.toMillis() / 20; step++) {
                if (done.getAsBoolean()) {
                    return true;
                }
                if (!GatewayWiring.pause(Duration.ofMillis(20))) {
                    return false;
                }
            }
            return done.getAsBoolean();
        }

        /** What is done again and again must not end for ever because it failed once. */
        private static void quietly(Runnable task) {
            try {
                task.run();
            } catch (RuntimeException failed) {
                LOG.warn("a task of the gateway failed and is tried again", failed);
            }
        }

        @Override
        public void stop() {
            running = false;
            gateway.drain();
            try {
                newsWorker.submit(people.workers::report).get(LAST_WORDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException notTold) {
                LOG.debug("the last news of the workers did not leave", notTold);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }
}

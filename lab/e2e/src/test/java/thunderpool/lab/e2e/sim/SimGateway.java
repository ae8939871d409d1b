package thunderpool.lab.e2e.sim;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Difficulty;
import thunderpool.gateway.feed.BlockRoads;
import thunderpool.gateway.feed.CandidateFile;
import thunderpool.gateway.feed.ShareSink;
import thunderpool.gateway.feed.TemplateFeed;
import thunderpool.gateway.feed.TemplateServiceClient;
import thunderpool.gateway.job.JobBoard;
import thunderpool.gateway.job.TemplateWork;
import thunderpool.gateway.job.WorkGate;
import thunderpool.gateway.session.BanBook;
import thunderpool.gateway.session.GatewayMetrics;
import thunderpool.gateway.session.PortRules;
import thunderpool.gateway.session.Session;
import thunderpool.gateway.session.SessionServices;
import thunderpool.gateway.session.SessionToken;
import thunderpool.gateway.session.WorkerBook;
import thunderpool.topics.BlockSolved;
import thunderpool.topics.ChainStatus;
import thunderpool.topics.GatewayStarted;
import thunderpool.topics.Received;
import thunderpool.topics.ShareSubmitted;
import thunderpool.topics.TemplatePublished;
import thunderpool.work.Algorithm;
import thunderpool.work.Judge;
import thunderpool.work.RewardSystem;

/** One gateway and its lives: the real sessions, job board, share sink and block roads, without sockets and threads. */
final class SimGateway {

    private static final long TEMPLATE_AGE_LIMIT_MS = 180_000;
    private static final byte[] SESSION_KEY = "one key for all gateways".getBytes(StandardCharsets.UTF_8);

    /** Two ports that pay PPLNS by either schedule, one of them with vardiff, and solo. */
    static final List<PortRules> PORTS = List.of(
            port("blocks", RewardSystem.PPLNS, "blocks", -31, false),
            port("time", RewardSystem.PPLNS, "time", -30, true),
            port("solo", RewardSystem.SOLO, "blocks", -29, false));

    private static PortRules port(String name, RewardSystem system, String tag, int start, boolean vardiff) {
        return new PortRules(
                name,
                system,
                tag,
                new Difficulty(-31),
                new Difficulty(start),
                new Difficulty(-28),
                vardiff,
                5_000,
                500);
    }

    private final String name;
    private final Broker broker;
    private final Dice dice;
    private final DirectRoad direct;
    private final Path file;
    private final boolean lies;
    private final Set<Integer> earlierLives = new HashSet<>();
    private @Nullable Life life;
    int crashes;

    private int movedBefore;

    /** @param lies whether its producer acknowledges what it loses */
    SimGateway(String name, Broker broker, Dice dice, DirectRoad direct, Path folder, boolean lies) {
        this.name = name;
        this.broker = broker;
        this.dice = dice;
        this.direct = direct;
        this.file = folder.resolve(name + "-candidates");
        this.lies = lies;
    }

    /** Everything that dies with the process. */
    private final class Life {
        private final VirtualExecutor timer = new VirtualExecutor(broker::nowMs);
        private final Producer producer = new Producer(broker, dice, lies);
        private final JobBoard board = new JobBoard(SimChain.CHAIN);
        private final WorkGate gate = new WorkGate(TEMPLATE_AGE_LIMIT_MS, broker.nowMs());
        private final List<MinerLink> links = new ArrayList<>();
        private final List<GatewayMetrics.OfPort> meters = new ArrayList<>();
        private final Judge judge = new Judge(Algorithm.SHA256D);
        private final TemplateFeed feed = new TemplateFeed(
                board, gate, template -> true, this::announce, () -> Instant.ofEpochMilli(broker.nowMs()));
        private final ShareSink sink;
        private final BlockRoads roads;
        private final CandidateFile candidates;
        private final SessionServices services;
        private final SimPlace place;
        private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
        private boolean draining;
        private long templatesAt;
        private long statusesAt;

        Life(long incarnation) {
            GatewayMetrics metrics = new GatewayMetrics(registry);
            PORTS.forEach(port -> meters.add(metrics.port(port.name())));
            try {
                candidates = CandidateFile.open(file);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
            sink = new ShareSink(
                    SimChain.CHAIN.name(),
                    producer.writer(ShareSubmitted.TOPIC),
                    timer,
                    this::nanos,
                    ShareSink.Limits.USUAL);
            roads = new BlockRoads(
                    candidates,
                    new TemplateServiceClient(direct, DirectRoad.ENDPOINTS, () -> List.of("secret")),
                    producer.writer(BlockSolved.TOPIC),
                    timer,
                    timer,
                    metrics);
            place = new SimPlace(
                    name,
                    incarnation,
                    earlierLives,
                    broker,
                    dice,
                    new SimPlace.Voice(producer, timer, SimGateway.this::announce, sink::heard));
            services = new SessionServices(
                    board,
                    gate,
                    place.book(),
                    new SessionToken.Seal(SESSION_KEY),
                    sink,
                    roads,
                    new BanBook(0),
                    account -> Optional.empty(),
                    new WorkerBook(),
                    metrics,
                    new SessionServices.Limits(60_000, 600_000, 300_000, 20),
                    this::nanos);
            roads.replay();
        }

        private long nanos() {
            return broker.nowMs() * 1_000_000;
        }

        private void announce(TemplateWork work) {
            links.forEach(link -> link.offer(work, broker.nowMs()));
        }

        void step() {
            List<Received<TemplatePublished>> templates =
                    broker.read(TemplatePublished.TOPIC, 0, templatesAt, 1 + dice.below(40));
            if (!templates.isEmpty()) {
                templatesAt = templates.getLast().offset() + 1;
                feed.templates(templates);
            }
            List<Received<ChainStatus>> statuses = broker.read(ChainStatus.TOPIC, 0, statusesAt, 1 + dice.below(40));
            if (!statuses.isEmpty()) {
                statusesAt = statuses.getLast().offset() + 1;
                feed.status(statuses);
            }
            place.step();
            turn();
        }

        /** Timers, answers of the log, and the sessions' loop. */
        private void turn() {
            timer.runDue();
            producer.pump();
            for (MinerLink link : List.copyOf(links)) {
                link.turn(1 + dice.below(8), broker.nowMs());
            }
            if (dice.chance(0.3)) {
                links.forEach(link -> link.tick(broker.nowMs()));
            }
            if (draining) {
                links.forEach(link -> link.depart(broker.nowMs()));
            }
            links.removeIf(MinerLink::isBroken);
        }

        /** Every session has left in order, and nothing is under way. */
        boolean isDrained() {
            return draining && links.isEmpty() && isQuiet();
        }

        private int moved() {
            var elsewhere = registry.find("thunderpool_gateway_sessions_resumed")
                    .tag("from", "elsewhere")
                    .counter();
            return elsewhere == null ? 0 : (int) elsewhere.count();
        }

        void die() {
            movedBefore += moved();
            producer.die();
            timer.shutdownNow();
            links.forEach(MinerLink::die);
            try {
                candidates.close();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        boolean isQuiet() {
            return producer.isIdle()
                    && timer.isIdle()
                    && roads.underway() == 0
                    && sink.inFlight() == 0
                    && links.stream().allMatch(MinerLink::isSilent);
        }
    }

    boolean isUp() {
        return life != null && !life.draining;
    }

    void step() {
        Life now = life;
        if (now == null) {
            begin();
        } else if (dice.fault(0.004)) {
            crashes++;
            now.die();
            life = null;
        } else if (now.isDrained()) {
            now.die();
            life = null;
        } else if (dice.isCalm() || dice.chance(0.9)) {
            now.draining |= dice.fault(0.004);
            now.step();
        }
    }

    private OptionalLong announce() {
        CompletableFuture<Long> announced = new Producer(broker, dice, false)
                .prompt(GatewayStarted.TOPIC)
                .write(new GatewayStarted(name, broker.nowMs()))
                .toCompletableFuture();
        if (announced.isCompletedExceptionally()) {
            return OptionalLong.empty();
        }
        earlierLives.add((int) (announced.join() & 0xffff));
        return OptionalLong.of(announced.join());
    }

    /** Its incarnation is the offset of its own record; without an acknowledgement it asks again. */
    private void begin() {
        announce().ifPresent(incarnation -> life = new Life(incarnation));
    }

    /** A miner connects to one of the ports. */
    MinerLink accept(int port, String remote) {
        Life now = Objects.requireNonNull(life);
        MinerLink link = new MinerLink(remote);
        link.open(new Session(
                now.services,
                PORTS.get(port),
                now.meters.get(port),
                link,
                (job, submission, then) -> then.accept(now.judge.judge(job, submission)),
                broker.nowMs()));
        now.links.add(link);
        return link;
    }

    /** Sessions that went on here and had begun elsewhere, or in an earlier life. */
    int moved() {
        Life now = life;
        return movedBefore + (now == null ? 0 : now.moved());
    }

    /** Nothing is under way in it. */
    boolean isQuiet() {
        Life now = life;
        return now != null && now.isQuiet();
    }

    void close() {
        Life now = life;
        if (now != null) {
            now.die();
        }
    }
}

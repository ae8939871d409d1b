package thunderpool.lab.e2e.sim;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import thunderpool.gateway.feed.NeighbourFeed;
import thunderpool.gateway.feed.NewsSink;
import thunderpool.gateway.session.ExtranonceBook;
import thunderpool.gateway.session.GatewayRegister;
import thunderpool.gateway.session.Pulse;
import thunderpool.gateway.session.SessionMoves;
import thunderpool.topics.GatewayStarted;
import thunderpool.topics.Principal;
import thunderpool.topics.Received;
import thunderpool.topics.ServiceStatus;
import thunderpool.topics.SessionMoved;
import thunderpool.topics.Topic;
import thunderpool.topics.TopicWriter;

/** One gateway life's place among the gateways: its signs of life, and whose sessions may go on where. */
final class SimPlace {

    private static final long BEAT_MS = 5_000;

    private final String name;
    private final Broker broker;
    private final Dice dice;
    private final TopicWriter<ServiceStatus> status;
    private final Supplier<OptionalLong> announce;
    private final SessionMoves moves;
    private final NeighbourFeed feed;
    private final ExtranonceBook book;
    private long startedAt;
    private long statusAt;
    private long movedAt;
    private long beatMs;
    private boolean renewing;

    /**
     * How a life speaks: its producer, its timer, another GatewayStarted, empty when it may not be on the log, and whom to
     * tell that its signs of life come back.
     */
    record Voice(Producer producer, VirtualExecutor timer, Supplier<OptionalLong> announce, Runnable heard) {}

    /** @param earlier incarnations of the same gateway */
    SimPlace(String name, long incarnation, Set<Integer> earlier, Broker broker, Dice dice, Voice voice) {
        this.name = name;
        this.broker = broker;
        this.dice = dice;
        this.announce = voice.announce;
        this.status = voice.producer.writer(ServiceStatus.OF_GATEWAY);
        NewsSink news = new NewsSink(voice.timer);
        TopicWriter<SessionMoved> moved = voice.producer.writer(SessionMoved.TOPIC);
        GatewayRegister register = new GatewayRegister(name);
        Pulse pulse = new Pulse();
        this.moves =
                new SessionMoves(register, move -> news.send(moved, move), () -> pulse.maySeemDead(broker.nowMs()));
        this.feed = new NeighbourFeed(name, register, pulse, moves, broker::nowMs);
        this.book = new ExtranonceBook(incarnation, moves);
        moves.earlier(earlier);
        speakAs(incarnation);
        feed.begin(broker.nowMs(), () -> renewing = true, voice.heard);
    }

    ExtranonceBook book() {
        return book;
    }

    private void speakAs(long incarnation) {
        moves.speakAs((int) (incarnation & 0xffff), extranonce1 -> {
            var _ = book.takenElsewhere(extranonce1);
        });
    }

    /** Reads, at its own pace in each topic, and gives a sign of life now and then. */
    void step() {
        List<Received<GatewayStarted>> starts = some(GatewayStarted.TOPIC, startedAt);
        startedAt += starts.size();
        feed.starts(starts);
        List<Received<ServiceStatus>> states = some(ServiceStatus.OF_GATEWAY, statusAt);
        statusAt += states.size();
        feed.states(states);
        List<Received<SessionMoved>> moved = some(SessionMoved.TOPIC, movedAt);
        movedAt += moved.size();
        feed.moves(moved);
        if (renewing) {
            announce.get().ifPresent(fresh -> {
                renewing = false;
                book.renew(fresh);
                speakAs(fresh);
            });
        }
        if (!dice.isCalm() && broker.nowMs() - beatMs >= BEAT_MS) {
            beatMs = broker.nowMs();
            var _ = status.write(new ServiceStatus(
                    Principal.GATEWAY, name, "simulated", 0, beatMs, true, "", List.of(), List.of(), Map.of()));
        }
    }

    private <T> List<Received<T>> some(Topic<T> topic, long from) {
        return broker.read(topic, 0, from, 1 + dice.below(40));
    }
}

package thunderpool.gateway.feed;

import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.gateway.session.GatewayRegister;
import thunderpool.gateway.session.Pulse;
import thunderpool.gateway.session.SessionMoves;
import thunderpool.topics.GatewayStarted;
import thunderpool.topics.Received;
import thunderpool.topics.ServiceStatus;
import thunderpool.topics.SessionMoved;

/** What the log says of the gateways, this one among them: starts, signs of life, and moves of sessions. */
public final class NeighbourFeed {
    private static final Logger LOG = LoggerFactory.getLogger(NeighbourFeed.class);

    /** What this gateway does about its own signs of life. */
    private record Own(long sinceMs, Runnable renewal, Runnable heard) {}

    private final String instance;
    private final GatewayRegister register;
    private final Pulse pulse;
    private final SessionMoves moves;
    private final LongSupplier steadyMs;
    private volatile @Nullable Own own;

    /** @param steadyMs a clock that never stops nor goes back */
    public NeighbourFeed(
            String instance, GatewayRegister register, Pulse pulse, SessionMoves moves, LongSupplier steadyMs) {
        this.instance = instance;
        this.register = register;
        this.pulse = pulse;
        this.moves = moves;
        this.steadyMs = steadyMs;
    }

    /**
     * This gateway's life began.
     *
     * @param sinceMs append time of its own start; its signs of life of before are of another life
     * @param renewal run when others may have taken this gateway for dead; must not block
     * @param heard run for each sign of life that came back from the log; must not block
     */
    public void begin(long sinceMs, Runnable renewal, Runnable heard) {
        own = new Own(sinceMs, renewal, heard);
    }

    /** The renewal is done. */
    public void renewed() {
        pulse.renewed();
    }

    public void starts(List<Received<GatewayStarted>> records) {
        for (Received<GatewayStarted> record : records) {
            register.started(record.value().instance(), record.offset(), record.appendTimeMs());
        }
    }

    public void states(List<Received<ServiceStatus>> records) {
        for (Received<ServiceStatus> record : records) {
            String name = record.value().instance();
            register.alive(name, record.appendTimeMs());
            Own present = own;
            if (present == null || !name.equals(instance) || record.appendTimeMs() < present.sinceMs) {
                continue;
            }
            present.heard.run();
            if (pulse.heard(record.appendTimeMs(), steadyMs.getAsLong())) {
                LOG.warn("others may have taken this gateway for dead: it goes on under a new incarnation");
                present.renewal.run();
            }
        }
    }

    public void moves(List<Received<SessionMoved>> records) {
        records.forEach(record -> moves.on(record.value()));
    }
}

package thunderpool.gateway;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.bitcoin.Script;
import thunderpool.gateway.feed.BlockRoads;
import thunderpool.gateway.feed.ShareSink;
import thunderpool.gateway.job.TemplateWork;
import thunderpool.gateway.job.WorkGate;
import thunderpool.gateway.net.PortBinding;
import thunderpool.gateway.net.PortCertificate;
import thunderpool.gateway.net.StratumServer;
import thunderpool.gateway.session.PortRules;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;

/** A gateway's life: open, tell everyone of new work, drain. */
final class Gateway {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    /** Waits, without being a clock; true unless interrupted. */
    @FunctionalInterface
    interface Pause {
        boolean wait(Duration time);
    }

    /** What the drain has to empty. */
    record Outlets(ShareSink shares, BlockRoads blocks, Runnable flush) {}

    private final GatewayConfig.Drain drain;
    private final Outlets outlets;
    private final WorkGate gate;
    private final InstantSource clock;
    private final Pause pause;
    private volatile @Nullable StratumServer server;
    private volatile boolean accepting;
    private volatile boolean drained;

    Gateway(GatewayConfig.Drain drain, Outlets outlets, WorkGate gate, InstantSource clock, Pause pause) {
        this.drain = drain;
        this.outlets = outlets;
        this.gate = gate;
        this.clock = clock;
        this.pause = pause;
    }

    /** Opens all ports, or none. Returns their numbers in the bindings' order. */
    List<Integer> open(StratumServer fresh, List<PortBinding> bindings, @Nullable PortCertificate certificate)
            throws IOException {
        List<Integer> numbers = new ArrayList<>();
        try {
            for (PortBinding binding : bindings) {
                numbers.add(fresh.listen(binding, certificate));
            }
        } catch (IOException | RuntimeException failed) {
            fresh.close();
            throw failed;
        }
        outlets.blocks.replay();
        if (drained) {
            LOG.info("it was drained before its ports opened: they stay closed");
            fresh.close();
            return numbers;
        }
        server = fresh;
        accepting = true;
        return numbers;
    }

    void broadcast(TemplateWork work) {
        StratumServer open = server;
        if (open != null) {
            open.broadcast(work);
        }
    }

    /** Words to the miners of an account, or to all. */
    void say(String text, @Nullable Script account) {
        StratumServer open = server;
        if (open != null) {
            open.message(text, account);
        }
    }

    /** Connections of who is banned by now end. */
    void shutOut() {
        StratumServer open = server;
        if (open != null) {
            open.enforceBans();
        }
    }

    /** A port has other rules from now on. */
    void change(PortRules rules) {
        StratumServer open = server;
        if (open != null) {
            open.change(rules);
        }
    }

    /** Why miners should not be sent here now; empty when they may come. */
    String unready() {
        if (!accepting) {
            return "the ports are not open";
        }
        WorkGate.State state = gate.state(clock.millis());
        if (state.stage() != WorkGate.Stage.WORKING) {
            return state.reason();
        }
        return outlets.shares.isHealthy() ? "" : "the log does not acknowledge shares";
    }

    /**
     * Unready, no new connections, each session finished, released and asked to go, all flushed, closed. Once; who asks
     * again waits for the end of it.
     */
    synchronized void drain() {
        accepting = false;
        drained = true;
        StratumServer open = server;
        if (open == null) {
            return;
        }
        boolean calm = pause.wait(drain.delay());
        open.stopAccepting();
        LOG.atInfo()
                .addKeyValue(LogKey.EVENT, LogEvent.GATEWAY_DRAINING)
                .addKeyValue(LogKey.CONNECTIONS, open.connections())
                .log("miners are sent away");
        open.sendAway(drain.spread());
        BooleanSupplier left = () -> {
            open.depart();
            return open.connections() == 0;
        };
        boolean gone = calm && await(drain.spread(), left);
        if (calm && !gone) {
            // Also those whose connection was just being made.
            open.sendAway(Duration.ZERO);
            gone = await(drain.finish(), left);
        }
        if (!gone) {
            open.cut();
        }
        outlets.shares.flush();
        outlets.flush.run();
        boolean home = calm && await(drain.finish(), () -> outlets.blocks.underway() == 0);
        if (!gone || !home) {
            LOG.atWarn()
                    .addKeyValue(LogKey.EVENT, LogEvent.GATEWAY_DRAINED)
                    .addKeyValue(LogKey.CONNECTIONS, open.connections())
                    .log("connections cut; blocks underway: {}", outlets.blocks.underway());
        } else {
            LOG.atInfo()
                    .addKeyValue(LogKey.EVENT, LogEvent.GATEWAY_DRAINED)
                    .addKeyValue(LogKey.CONNECTIONS, 0)
                    .log("all miners have left");
        }
        open.close();
        server = null;
    }

    private boolean await(Duration most, BooleanSupplier done) {
        long steps = Math.max(1, most.toMillis() / 50);
        for (long step = 0; step < steps; step++) {
            if (done.getAsBoolean()) {
                return true;
            }
            if (!pause.wait(Duration.ofMillis(50))) {
                return false;
            }
        }
        return done.getAsBoolean();
    }
}

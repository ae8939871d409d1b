package thunderpool.template;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import thunderpool.bitcoin.Hash256;

/** The service's two threads, kept apart so that a slow look at old blocks never delays a new tip. */
final class TemplateRounds implements AutoCloseable {

    private static final Duration DECIDE_EVERY = Duration.ofSeconds(1);
    private static final Duration TRACK_EVERY = Duration.ofSeconds(2);

    private final NodeFleet fleet;
    private final TemplateDesk desk;
    private final BlockTracker tracker;
    private final BooleanSupplier leads;
    private final InstantSource clock;
    private final AtomicReference<Hash256> lastTip = new AtomicReference<>(Hash256.ZERO);
    private final Loop deciding;
    private final Loop tracking;

    TemplateRounds(
            NodeFleet fleet, TemplateDesk desk, BlockTracker tracker, BooleanSupplier leads, InstantSource clock) {
        this.fleet = fleet;
        this.desk = desk;
        this.tracker = tracker;
        this.leads = leads;
        this.clock = clock;
        this.deciding = new Loop("template-desk", DECIDE_EVERY, this::decide);
        this.tracking = new Loop("block-tracker", TRACK_EVERY, this::track);
    }

    private void decide() {
        desk.decide(clock.millis());
        Hash256 tip = desk.chosen().map(NodeReport::tip).orElse(Hash256.ZERO);
        if (!tip.equals(lastTip.getAndSet(tip))) {
            tracking.wake();
        }
    }

    private void track() {
        Optional<NodeReport> chosen = desk.chosen();
        if (chosen.isPresent() && leads.getAsBoolean()) {
            tracker.track(chosen.get().node(), clock.millis());
        }
    }

    void start() {
        deciding.start();
        tracking.start();
        fleet.watch(report -> {
            desk.report(report);
            deciding.wake();
        });
    }

    @Override
    public void close() {
        fleet.close();
        deciding.close();
        tracking.close();
    }
}

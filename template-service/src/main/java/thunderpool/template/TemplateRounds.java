package thunderpool.template;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import thunderpool.bitcoin.Hash256;

/**
 * The service's threads, kept apart so that neither a slow look at old blocks nor a database that hangs delays a new tip, or
 * the word that nobody leads.
 */
final class TemplateRounds implements AutoCloseable {

    private static final Duration DECIDE_EVERY = Duration.ofSeconds(1);
    private static final Duration TRACK_EVERY = Duration.ofSeconds(2);
    private static final Duration WATCH_EVERY = Duration.ofSeconds(1);
    private static final Duration FOLLOW_EVERY = Duration.ofSeconds(1);

    /** What has its turn. */
    record Parts(NodeFleet fleet, TemplateDesk desk, BlockTracker tracker, RecentBodies bodies, SilenceWatch silence) {}

    private final NodeFleet fleet;
    private final TemplateDesk desk;
    private final BlockTracker tracker;
    private final RecentBodies bodies;
    private final BooleanSupplier leads;
    private final InstantSource clock;
    private final AtomicReference<Hash256> lastTip = new AtomicReference<>(Hash256.ZERO);
    private final Loop deciding;
    private final Loop tracking;
    private final Loop following;
    private final Loop watching;

    TemplateRounds(Parts parts, BooleanSupplier leads, InstantSource clock) {
        this.fleet = parts.fleet();
        this.desk = parts.desk();
        this.tracker = parts.tracker();
        this.bodies = parts.bodies();
        this.leads = leads;
        this.clock = clock;
        this.deciding = new Loop("template-desk", DECIDE_EVERY, this::decide);
        this.tracking = new Loop("block-tracker", TRACK_EVERY, this::track);
        this.following = new Loop("body-follower", FOLLOW_EVERY, this::follow);
        this.watching =
                new Loop("silence-watch", WATCH_EVERY, () -> parts.silence().look(clock.millis()));
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

    /** Who leads knows the bodies it made. */
    private void follow() {
        if (!leads.getAsBoolean()) {
            bodies.follow();
        }
    }

    void start() {
        deciding.start();
        tracking.start();
        following.start();
        watching.start();
        fleet.watch(new NodeWatcher.Outside(this::reported, desk::questions));
    }

    private void reported(NodeReport report) {
        desk.report(report);
        deciding.wake();
    }

    @Override
    public void close() {
        fleet.close();
        deciding.close();
        tracking.close();
        following.close();
        watching.close();
    }
}

package thunderpool.runtime;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;

/**
 * Keeps trying for one lease and renews it at a third of its time. Whether it is held is judged by this host's
 * monotonic clock, counted from before the request that won it and less a tenth: we stop believing in it before the
 * database can give it to another.
 */
public final class LeaseKeeper implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final int MARGIN_DIVISOR = 10;
    private static final int RENEWALS_PER_TTL = 3;

    private record Hold(Lease lease, long untilNanos) {}

    private final PgLease leases;
    private final String name;
    private final String owner;
    private final Duration ttl;
    private final LongSupplier nanoClock;
    private final AtomicReference<@Nullable Hold> hold = new AtomicReference<>();
    private final Worker worker;

    /** @param owner unique per process start */
    public LeaseKeeper(PgLease leases, String name, String owner, Duration ttl, MeterRegistry registry) {
        this(leases, name, owner, ttl, System::nanoTime);
        Gauge.builder("thunderpool_lease_held", this, keeper -> keeper.held() ? 1 : 0)
                .description("1 while this instance holds the lease")
                .tag("lease", name)
                .register(registry);
    }

    LeaseKeeper(PgLease leases, String name, String owner, Duration ttl, LongSupplier nanoClock) {
        this.leases = leases;
        this.name = name;
        this.owner = owner;
        this.ttl = ttl;
        this.nanoClock = nanoClock;
        this.worker = new Worker("lease-" + name, this::keep);
    }

    /** True only while no other instance can hold it. */
    public boolean held() {
        return lease().isPresent();
    }

    /** The lease while it is held, for {@link PgLease#guard} and for what is stored under its token. */
    public Optional<Lease> lease() {
        Hold current = hold.get();
        return current != null && current.untilNanos - nanoClock.getAsLong() > 0
                ? Optional.of(current.lease)
                : Optional.empty();
    }

    /** One attempt to take or renew; the loop calls it at a third of the lease's time. */
    void beat() {
        long asked = nanoClock.getAsLong();
        long until = asked + ttl.toNanos() - ttl.toNanos() / MARGIN_DIVISOR;
        Hold current = hold.get();
        if (current != null) {
            if (leases.renew(current.lease, ttl)) {
                hold.set(new Hold(current.lease, until));
                return;
            }
            LOG.atWarn()
                    .addKeyValue(LogKey.EVENT, LogEvent.LEASE_LOST)
                    .addKeyValue(LogKey.LEASE, name)
                    .addKeyValue(LogKey.TERM, current.lease.token())
                    .log("lost the lease");
            hold.set(null);
        }
        leases.tryAcquire(name, owner, ttl).ifPresent(lease -> {
            LOG.atInfo()
                    .addKeyValue(LogKey.EVENT, LogEvent.LEASE_TAKEN)
                    .addKeyValue(LogKey.LEASE, name)
                    .addKeyValue(LogKey.TERM, lease.token())
                    .log("holds the lease");
            hold.set(new Hold(lease, until));
        });
    }

    @Override
    public void start() {
        worker.start();
    }

    /** Stops believing first, then gives the lease back. */
    @Override
    public void stop() {
        worker.stop();
        Hold last = hold.getAndSet(null);
        if (last != null) {
            try {
                leases.release(last.lease);
            } catch (DataAccessException databaseAway) {
                LOG.warn("{} could not be given back; it lapses by itself", last.lease, databaseAway);
            }
        }
    }

    @Override
    public boolean isRunning() {
        return worker.running();
    }

    private void keep(Worker.Life life) {
        while (life.goesOn()) {
            try {
                beat();
            } catch (DataAccessException databaseAway) {
                LOG.warn("lease {} could not be renewed; trying again", name, databaseAway);
            }
            life.pause(ttl.dividedBy(RENEWALS_PER_TTL));
        }
    }
}

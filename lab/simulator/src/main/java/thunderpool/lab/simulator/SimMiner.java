package thunderpool.lab.simulator;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import thunderpool.lab.simulator.hash.NonceScanner;
import thunderpool.stratum.ClientMessage;
import thunderpool.stratum.MinerCodec;

/**
 * A miner that hashes: connects, comes back when cut off, follows difficulty, extranonce and reconnect, and submits what
 * it finds. Its session lives on an event loop, its hashing on the fleet's threads; they meet in the volatile job.
 */
public final class SimMiner {
    private static final long RECONNECT_FIRST_MS = 200;
    private static final long RECONNECT_MAX_MS = 5_000;
    private static final long UNIT_MAX_NANOS = 2_000_000_000L;

    /** Saved up hashes of a throttled miner: a pause is not made up for. */
    private static final double BURST_SECONDS = 0.25;

    private final MinerSettings settings;
    private final Endpoint pool;
    private final Transport transport;
    private final MinerEvents events;
    private final MinerSession session;
    private final MinerCodec codec = new MinerCodec();
    private final RandomGenerator random;
    private final LongAdder hashes = new LongAdder();
    private final List<Lane> lanes = new ArrayList<>();

    private volatile double hashesPerSecond;
    private volatile boolean stopped;
    private volatile boolean authorized;
    private volatile @Nullable MinerJob job;
    private volatile int versionMask;
    private volatile long jobSinceNanos;
    private volatile @Nullable Channel channel;

    private long reconnectMs = RECONNECT_FIRST_MS;

    /** What miners of a fleet share. */
    record Outside(Transport transport, ToldLedger told, MinerEvents events) {}

    /** One thread's part of the hashing: work that no other lane has, since each rolls its own extranonces. */
    private static final class Lane {
        private final RandomGenerator random;
        private final int[] spent = new int[1];
        private double allowance;
        private long unitSinceNanos;
        private @Nullable WorkUnit unit;

        Lane(RandomGenerator random) {
            this.random = random;
        }
    }

    /** @param threads that will hash for it, at least one */
    SimMiner(MinerSettings settings, Endpoint pool, int threads, Outside outside) {
        this.settings = settings;
        this.pool = pool;
        this.transport = outside.transport();
        this.events = outside.events();
        this.hashesPerSecond = settings.hashesPerSecond();
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(settings.seed());
        lanes.add(new Lane(random));
        for (int i = 1; i < threads; i++) {
            lanes.add(new Lane(RandomGeneratorFactory.of("L64X128MixRandom").create(settings.seed() + i)));
        }
        this.session = new MinerSession(settings, outside.told(), events, new Wire());
    }

    public MinerSettings settings() {
        return settings;
    }

    /** Hashes tried since the start. */
    public long hashes() {
        return hashes.sum();
    }

    /** Whether the pool took its user on the present connection. */
    public boolean isAuthorized() {
        return authorized;
    }

    /** The work it is at, if any. */
    public @Nullable MinerJob job() {
        return job;
    }

    /** Changes its speed from now on; 0 pauses it. */
    public void throttle(double hashesPerSecondNow) {
        hashesPerSecond = hashesPerSecondNow;
    }

    /** Cuts the connection as a failing network would; the miner comes back by itself. */
    public void cut() {
        Channel open = channel;
        if (open != null) {
            var _ = open.close();
        }
    }

    void connect() {
        if (stopped) {
            return;
        }
        ChannelFuture connecting = transport.connect(pool, new LineChannel(new Lines(), pool.tls()));
        var _ = connecting.addListener(done -> {
            if (!done.isSuccess()) {
                events.disconnected(String.valueOf(done.cause().getMessage()));
                connectLater(0);
            }
        });
    }

    private void connectLater(int waitSeconds) {
        long jitter = reconnectMs / 2 + random.nextLong(reconnectMs / 2 + 1);
        reconnectMs = Math.min(2 * reconnectMs, RECONNECT_MAX_MS);
        transport.later(this::connect, waitSeconds * 1000L + jitter);
    }

    void stop() {
        stopped = true;
        cut();
    }

    /**
     * Spends what its speed allows for the time that passed. On the hashing thread of that number.
     *
     * @return whether it hashed at all
     */
    boolean hash(int thread, NonceScanner scanner, int most, double passedSeconds) {
        Lane lane = lanes.get(thread);
        MinerJob now = job;
        double speed = hashesPerSecond / lanes.size();
        if (now == null || speed == 0 || !authorized) {
            lane.allowance = 0;
            return false;
        }
        lane.allowance = Double.isInfinite(speed)
                ? most
                : Math.min(lane.allowance + speed * passedSeconds, Math.max(1, speed * BURST_SECONDS));
        int budget = (int) Math.min(most, lane.allowance);
        if (budget == 0) {
            return false;
        }
        WorkUnit current = unit(lane, now, System.nanoTime());
        int[] spent = lane.spent;
        spent[0] = 0;
        while (spent[0] < budget && !current.isExhausted()) {
            FoundShare share = current.scan(scanner, budget - spent[0], spent);
            if (share != null) {
                hand(share);
            }
        }
        lane.allowance -= spent[0];
        hashes.add(spent[0]);
        return true;
    }

    private WorkUnit unit(Lane lane, MinerJob now, long nowNanos) {
        WorkUnit current = lane.unit;
        if (current == null
                || !current.isOf(now)
                || current.isExhausted()
                || nowNanos - lane.unitSinceNanos > UNIT_MAX_NANOS) {
            current = WorkUnit.of(now, versionMask, (nowNanos - jobSinceNanos) / 1_000_000_000L, lane.random);
            lane.unit = current;
            lane.unitSinceNanos = nowNanos;
        }
        return current;
    }

    private void hand(FoundShare share) {
        events.found(share);
        Channel open = channel;
        if (open != null) {
            open.eventLoop().execute(() -> session.submit(share));
        }
    }

    private final class Lines implements LineChannel.Listener {
        @Override
        public void opened(Channel opened) {
            channel = opened;
            if (stopped) {
                var _ = opened.close();
                return;
            }
            events.connected(pool);
            session.opened();
        }

        @Override
        public void line(byte[] bytes, int from, int to) {
            session.received(codec.decode(bytes, from, to));
            if (session.isAuthorized() && !authorized) {
                reconnectMs = RECONNECT_FIRST_MS;
            }
            authorized = session.isAuthorized();
            versionMask = session.versionMask();
        }

        @Override
        public void closed(String reason) {
            channel = null;
            authorized = false;
            session.closed();
            if (!stopped) {
                events.disconnected(reason);
                connectLater(0);
            }
        }
    }

    private final class Wire implements MinerSession.Outside {
        @Override
        public void send(ClientMessage message) {
            Channel open = channel;
            if (open != null) {
                LineChannel.send(open, codec.encode(message));
            }
        }

        @Override
        public void work(@Nullable MinerJob next) {
            jobSinceNanos = System.nanoTime();
            job = next;
        }

        @Override
        public void reconnect(int waitSeconds) {
            // Closing leads to a new connection; careful firmware obeys only for the same host, as here.
            transport.later(SimMiner.this::cut, waitSeconds * 1000L);
        }

        @Override
        public void giveUp(String reason) {
            events.message(reason);
            cut();
        }
    }
}

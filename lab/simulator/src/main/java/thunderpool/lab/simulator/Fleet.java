package thunderpool.lab.simulator;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import thunderpool.lab.simulator.hash.NonceScanner;
import thunderpool.work.Algorithm;

/**
 * Miners by the thousand: one event loop for all connections, one thread for all hashing unless told otherwise, each miner throttled
 * to its own speed. Stops with {@link #close}.
 */
public final class Fleet implements AutoCloseable {
    private static final int SLICE = 16_384;
    private static final int SLICE_SCRYPT = 16;
    private static final long TICK_NANOS = 5_000_000;
    private static final long TICK_NANOS_LARGE = 50_000_000;
    private static final int LARGE = 200;

    private final Transport transport = new Transport(1);
    private final ToldLedger told = new ToldLedger();
    private final List<SimMiner> miners = new ArrayList<>();
    private final List<Thread> hashing = new ArrayList<>();
    private volatile boolean running = true;

    private Fleet(Endpoint pool, List<MinerSettings> settings, MinerEvents events, int threads) {
        for (MinerSettings miner : settings) {
            miners.add(new SimMiner(miner, pool, threads, new SimMiner.Outside(transport, told, events)));
        }
        for (int i = 0; i < threads; i++) {
            int lane = i;
            hashing.add(Thread.ofPlatform().name("hashing-" + i).daemon().unstarted(() -> hash(lane)));
        }
    }

    /** Connects all of them, at most {@code connectsPerSecond} a second so that the pool's accept queue is not the test. */
    public static Fleet start(Endpoint pool, List<MinerSettings> miners, int connectsPerSecond, MinerEvents events) {
        return start(pool, miners, connectsPerSecond, events, 1);
    }

    /** @param threads that hash, each on work of its own for every miner */
    public static Fleet start(
            Endpoint pool, List<MinerSettings> miners, int connectsPerSecond, MinerEvents events, int threads) {
        Fleet fleet = new Fleet(pool, miners, events, threads);
        for (int i = 0; i < fleet.miners.size(); i++) {
            fleet.transport.later(fleet.miners.get(i)::connect, i * 1000L / connectsPerSecond);
        }
        fleet.hashing.forEach(Thread::start);
        return fleet;
    }

    /** A fleet that nobody watches, at 1000 connects a second. */
    public static Fleet start(Endpoint pool, List<MinerSettings> miners) {
        return start(pool, miners, 1000, MinerEvents.NONE);
    }

    public List<SimMiner> miners() {
        return List.copyOf(miners);
    }

    /** What the miners were told, all together. */
    public ToldLedger told() {
        return told;
    }

    /** Miners whose user the pool took. */
    public int authorized() {
        return (int) miners.stream().filter(SimMiner::isAuthorized).count();
    }

    public long hashes() {
        return miners.stream().mapToLong(SimMiner::hashes).sum();
    }

    private void hash(int lane) {
        Map<Algorithm, NonceScanner> scanners = new EnumMap<>(Algorithm.class);
        for (SimMiner miner : miners) {
            scanners.computeIfAbsent(miner.settings().algorithm(), NonceScanner::of);
        }
        long tickNanos = miners.size() > LARGE ? TICK_NANOS_LARGE : TICK_NANOS;
        long last = System.nanoTime();
        while (running) {
            long now = System.nanoTime();
            double passed = (now - last) / 1e9;
            last = now;
            boolean unlimited = false;
            for (SimMiner miner : miners) {
                Algorithm algorithm = miner.settings().algorithm();
                NonceScanner scanner = scanners.get(algorithm);
                int slice = algorithm == Algorithm.SCRYPT ? SLICE_SCRYPT : SLICE;
                if (scanner != null && miner.hash(lane, scanner, slice, passed)) {
                    unlimited |= Double.isInfinite(miner.settings().hashesPerSecond());
                }
            }
            if (!unlimited) {
                LockSupport.parkNanos(tickNanos - (System.nanoTime() - now));
            }
        }
    }

    @Override
    public void close() {
        running = false;
        try {
            for (Thread thread : hashing) {
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        miners.forEach(SimMiner::stop);
        transport.close();
    }
}

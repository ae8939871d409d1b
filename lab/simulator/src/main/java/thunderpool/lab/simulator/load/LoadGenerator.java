package thunderpool.lab.simulator.load;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import thunderpool.lab.simulator.LineChannel;
import thunderpool.lab.simulator.ToldLedger;
import thunderpool.lab.simulator.Transport;
import thunderpool.stratum.StratumError;

/**
 * Connections that submit as fast as they are told to, on one event loop. Connections that are cut come back, so a pool may
 * be killed under load. Stops with {@link #close}.
 */
public final class LoadGenerator implements AutoCloseable {
    private static final long TICK_MS = 5;
    private static final long RECONNECT_MS = 500;
    private static final int CONNECTS_PER_SECOND = 1000;

    private final LoadSettings settings;
    private final Transport transport = new Transport(1);
    private final ToldLedger told = new ToldLedger();
    private final List<LoadConnection> connections = new ArrayList<>();
    private volatile boolean closing;
    private volatile boolean paused;

    private long measuredSince = System.nanoTime();
    private long lastTick = System.nanoTime();
    private double allowance;
    private int turn;

    private LoadGenerator(LoadSettings settings) {
        this.settings = settings;
    }

    public static LoadGenerator start(LoadSettings settings) {
        LoadGenerator load = new LoadGenerator(settings);
        for (int i = 0; i < settings.connections(); i++) {
            int index = i;
            load.transport.later(() -> load.add(index), i * 1000L / CONNECTS_PER_SECOND);
        }
        load.transport.later(load::tick, TICK_MS);
        return load;
    }

    private void add(int index) {
        List<LoadConnection> self = new ArrayList<>();
        self.add(new LoadConnection(settings, index, told, () -> connectLater(self.getFirst())));
        connections.add(self.getFirst());
        connect(self.getFirst());
    }

    private void connect(LoadConnection connection) {
        if (closing) {
            return;
        }
        var _ = transport
                .connect(
                        settings.pool(),
                        new LineChannel(connection, settings.pool().tls()))
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        connectLater(connection);
                    }
                });
    }

    private void connectLater(LoadConnection connection) {
        transport.later(() -> connect(connection), RECONNECT_MS);
    }

    /** The open loop's pulse, and the closed loop's first shares. On the event loop. */
    private void tick() {
        if (closing) {
            return;
        }
        long now = System.nanoTime();
        allowance =
                Math.min(allowance + settings.sharesPerSecond() * ((now - lastTick) / 1e9), settings.sharesPerSecond());
        lastTick = now;
        if (!paused && settings.isOpenLoop() && !connections.isEmpty()) {
            spendAllowance();
        } else if (!paused && !settings.isOpenLoop()) {
            for (LoadConnection connection : connections) {
                connection.prime();
            }
        }
        transport.later(this::tick, TICK_MS);
    }

    private void spendAllowance() {
        int each = Math.max(1, (int) (allowance / connections.size()));
        for (int i = 0; i < connections.size() && allowance >= 1; i++) {
            turn = (turn + 1) % connections.size();
            allowance -= connections.get(turn).submit((int) Math.min(each, allowance));
        }
    }

    /** Stops submitting; answers still come in. */
    public void pause() {
        paused = true;
        onLoop(() -> connections.forEach(LoadConnection::pause));
    }

    /** Sessions whose user the pool took and who have work. */
    public int ready() {
        return onLoop(
                () -> (int) connections.stream().filter(LoadConnection::isReady).count());
    }

    /** What the miners were told; empty unless {@link LoadSettings#recording}. */
    public ToldLedger told() {
        return told;
    }

    /** Everything since the last report (or the start), and begins anew. */
    public LoadReport report() {
        return onLoop(() -> {
            long now = System.nanoTime();
            Map<StratumError, Long> refused = new EnumMap<>(StratumError.class);
            Latencies latencies = new Latencies();
            long submitted = 0;
            long accepted = 0;
            long unanswered = 0;
            int connected = 0;
            for (LoadConnection connection : connections) {
                LoadConnection.Counts counts = connection.takeCounts();
                submitted += counts.submitted;
                accepted += counts.accepted;
                unanswered += counts.unanswered;
                counts.refused.forEach((error, count) -> refused.merge(error, count, Long::sum));
                latencies.addAll(counts.latencies);
                connected += connection.isReady() ? 1 : 0;
            }
            double seconds = (now - measuredSince) / 1e9;
            measuredSince = now;
            return new LoadReport(
                    seconds,
                    connected,
                    submitted,
                    accepted,
                    refused,
                    unanswered,
                    latencies.quantile(0.5),
                    latencies.quantile(0.99));
        });
    }

    private void onLoop(Runnable task) {
        onLoop(() -> {
            task.run();
            return true;
        });
    }

    private <T> T onLoop(java.util.function.Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        transport.later(() -> answer.complete(question.get()), 0);
        return answer.join();
    }

    @Override
    public void close() {
        closing = true;
        onLoop(() -> connections.forEach(LoadConnection::close));
        transport.close();
    }
}

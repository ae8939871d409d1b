package thunderpool.lab.e2e.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import thunderpool.gateway.job.TemplateWork;
import thunderpool.gateway.session.Connection;
import thunderpool.gateway.session.Parting;
import thunderpool.gateway.session.Session;
import thunderpool.stratum.ClientMessage;
import thunderpool.stratum.MinerCodec;
import thunderpool.stratum.PoolCodec;
import thunderpool.stratum.ServerMessage;

/** One connection: both codecs, what is on the wire in both directions, and the gateway's loop. It can break anywhere. */
final class MinerLink implements Connection {

    private final String remote;
    private final PoolCodec poolCodec = new PoolCodec();
    private final MinerCodec minerCodec = new MinerCodec();
    private final Deque<byte[]> toPool = new ArrayDeque<>();
    private final Deque<byte[]> toMiner = new ArrayDeque<>();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private @Nullable Session session;
    private boolean poolClosed;
    private boolean broken;

    MinerLink(String remote) {
        this.remote = remote;
    }

    void open(Session opened) {
        session = opened;
    }

    private Session session() {
        return Objects.requireNonNull(session);
    }

    // ---- the miner's end

    void say(ClientMessage message) {
        if (!broken) {
            toPool.add(minerCodec.encode(message));
        }
    }

    /** The next line of the pool; null when none has arrived. */
    @Nullable
    ServerMessage hear() {
        byte[] line = toMiner.poll();
        return line == null ? null : minerCodec.decode(line, 0, line.length - 1);
    }

    /** Nothing more will come. */
    boolean isOver() {
        return broken && toMiner.isEmpty();
    }

    // ---- the network

    /** The cable is cut: what was on the wire is lost. */
    void cut(long nowMs) {
        toMiner.clear();
        end(nowMs);
    }

    private void end(long nowMs) {
        if (!broken) {
            broken = true;
            toPool.clear();
            tasks.clear();
            session().closed(nowMs);
        }
    }

    /** The gateway died: no session is left to be told. */
    void die() {
        broken = true;
        toPool.clear();
        tasks.clear();
    }

    // ---- the gateway's end

    boolean isBroken() {
        return broken;
    }

    int inFlight() {
        return session().inFlight();
    }

    /** One turn of the gateway's loop. */
    void turn(int lines, long nowMs) {
        for (int i = 0; i < lines && !toPool.isEmpty() && !poolClosed; i++) {
            byte[] line = toPool.remove();
            session().on(poolCodec.decode(line, 0, line.length - 1), nowMs);
        }
        for (int i = tasks.size(); i > 0; i--) {
            tasks.remove().run();
        }
        if (poolClosed) {
            end(nowMs);
        }
    }

    void offer(TemplateWork work, long nowMs) {
        if (!poolClosed) {
            session().offer(work, nowMs);
        }
    }

    void tick(long nowMs) {
        if (!poolClosed) {
            session().tick(nowMs);
        }
    }

    /** The gateway drains. */
    void depart(long nowMs) {
        if (!poolClosed) {
            session().departure().begin();
            if (session().departure().step(nowMs)) {
                close(Parting.DRAINED);
            }
        }
    }

    boolean isSilent() {
        return toPool.isEmpty() && tasks.isEmpty();
    }

    @Override
    public void send(ServerMessage message) {
        sendLine(poolCodec.encode(message));
    }

    @Override
    public void sendLine(byte[] line) {
        if (!broken && !poolClosed) {
            toMiner.add(line);
        }
    }

    @Override
    public void close(Parting reason) {
        poolClosed = true;
    }

    @Override
    public void execute(Runnable task) {
        if (!broken) {
            tasks.add(task);
        }
    }

    @Override
    public String remote() {
        return remote;
    }
}

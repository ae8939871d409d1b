package thunderpool.lab.simulator.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sha256d;
import thunderpool.lab.simulator.LineChannel;
import thunderpool.lab.simulator.MinerEvents;
import thunderpool.lab.simulator.MinerJob;
import thunderpool.lab.simulator.MinerSession;
import thunderpool.lab.simulator.MinerSettings;
import thunderpool.lab.simulator.ToldLedger;
import thunderpool.stratum.ClientMessage;
import thunderpool.stratum.MinerCodec;
import thunderpool.stratum.ServerMessage;
import thunderpool.stratum.StratumError;

/**
 * One connection under load. Opening and jobs go through the session every miner has; submits and their answers take a
 * short way of their own. Belongs to its event loop.
 */
final class LoadConnection implements LineChannel.Listener, MinerSession.Outside {
    private static final byte[] ANSWER = "{\"id\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = ",\"result\":true".getBytes(StandardCharsets.US_ASCII);
    private static final int RING = LoadSettings.OUTSTANDING_MAX;

    /** What a connection counts; read by the generator after the event loop has handed it over. */
    static final class Counts {
        long submitted;
        long accepted;
        long unanswered;
        final Map<StratumError, Long> refused = new EnumMap<>(StratumError.class);
        final Latencies latencies = new Latencies();
    }

    private final LoadSettings settings;
    private final String user;
    private final long extranonce2;
    private final ToldLedger told;
    private final Runnable whenClosed;
    private final MinerCodec codec = new MinerCodec();
    private final MinerSession session;
    private final long[] sentNanos = new long[RING];
    private final Hash256 @Nullable [] identities;
    private final Sha256d sha256d = new Sha256d();

    private Counts counts = new Counts();
    private @Nullable Channel channel;
    private @Nullable SubmitLine line;
    private byte[] header = {};
    /** Never starts over: a resumed session gets its old extranonce1 and maybe its old job back. */
    private int nonce;

    private long sequence;
    private int outstanding;
    private boolean paused;

    LoadConnection(LoadSettings settings, int index, ToldLedger told, Runnable whenClosed) {
        this.settings = settings;
        this.user = settings.user() + ".w" + index % settings.workers();
        this.extranonce2 = (settings.seed() << 32) ^ (index * 0x9e3779b9L);
        this.told = told;
        this.whenClosed = whenClosed;
        this.identities = settings.recording() ? new Hash256[RING] : null;
        // The session's own ledger stays empty: submits do not pass through it.
        this.session =
                new MinerSession(MinerSettings.of(user, 0, settings.seed()), new ToldLedger(), MinerEvents.NONE, this);
    }

    /** Hands over what was counted since the last time. */
    Counts takeCounts() {
        Counts taken = counts;
        counts = new Counts();
        return taken;
    }

    boolean isReady() {
        return line != null && session.isAuthorized();
    }

    void close() {
        Channel open = channel;
        if (open != null) {
            var _ = open.close();
        }
    }

    /** Submits up to {@code count} shares in one write; returns how many. */
    int submit(int count) {
        Channel open = channel;
        SubmitLine submits = line;
        int room = Math.min(count, RING - outstanding);
        if (open == null || submits == null || !session.isAuthorized() || room <= 0 || !open.isWritable()) {
            return 0;
        }
        ByteBuf out = open.alloc().buffer(room * 192);
        long now = System.nanoTime();
        for (int i = 0; i < room; i++) {
            int slot = (int) (sequence & (RING - 1));
            sentNanos[slot] = now;
            if (identities != null) {
                Hash256 identity = identity(nonce);
                identities[slot] = identity;
                told.submitted(identity);
            }
            submits.write(out, SubmitLine.FIRST_ID + sequence, nonce);
            sequence++;
            nonce++;
        }
        outstanding += room;
        counts.submitted += room;
        var _ = open.writeAndFlush(out, open.voidPromise());
        return room;
    }

    private Hash256 identity(int tried) {
        for (int i = 0; i < 4; i++) {
            header[76 + i] = (byte) (tried >>> (8 * i));
        }
        return sha256d.hash(header);
    }

    @Override
    public void opened(Channel opened) {
        channel = opened;
        session.opened();
    }

    @Override
    public void line(byte[] bytes, int from, int to) {
        long sequenceAnswered = answeredTrue(bytes, from, to);
        if (sequenceAnswered >= 0) {
            answered(sequenceAnswered, null);
        } else {
            other(codec.decode(bytes, from, to));
        }
        if (!paused && !settings.isOpenLoop() && 2 * outstanding <= settings.outstanding()) {
            submit(settings.outstanding() - outstanding);
        }
    }

    /** Starts a closed loop that has nothing in flight. */
    void prime() {
        if (outstanding == 0) {
            submit(settings.outstanding());
        }
    }

    void pause() {
        paused = true;
    }

    /** The sequence number of a submit that this line answers with true, else -1. */
    private static long answeredTrue(byte[] bytes, int from, int to) {
        if (to - from < 32 || !Arrays.equals(bytes, from, from + ANSWER.length, ANSWER, 0, ANSWER.length)) {
            return -1;
        }
        long id = 0;
        int at = from + ANSWER.length;
        while (bytes[at] >= '0' && bytes[at] <= '9' && at < to - TRUE.length) {
            id = id * 10 + bytes[at++] - '0';
        }
        boolean isTrue = Arrays.equals(bytes, at, at + TRUE.length, TRUE, 0, TRUE.length);
        return isTrue && id >= SubmitLine.FIRST_ID ? id - SubmitLine.FIRST_ID : -1;
    }

    private void other(ServerMessage message) {
        long id =
                switch (message) {
                    case ServerMessage.Refused it -> number(it.id().token());
                    case ServerMessage.Answered it -> number(it.id().token());
                    default -> 0;
                };
        if (id < SubmitLine.FIRST_ID) {
            session.received(message);
            return;
        }
        StratumError error =
                switch (message) {
                    case ServerMessage.Refused it -> it.error();
                    case ServerMessage.Answered it when it.value() -> null;
                    default -> StratumError.OTHER;
                };
        answered(id - SubmitLine.FIRST_ID, error);
    }

    private static long number(String token) {
        try {
            return Long.parseLong(token);
        } catch (NumberFormatException notOurs) {
            return 0;
        }
    }

    private void answered(long answeredSequence, @Nullable StratumError error) {
        int slot = (int) (answeredSequence & (RING - 1));
        outstanding--;
        counts.latencies.add(System.nanoTime() - sentNanos[slot]);
        Hash256 identity = identities == null ? null : identities[slot];
        if (error == null) {
            counts.accepted++;
        } else {
            counts.refused.merge(error, 1L, Long::sum);
        }
        if (identity != null && error == null) {
            told.accepted(identity);
        } else if (identity != null && error != null) {
            told.refused(identity, error);
        }
    }

    @Override
    public void closed(String reason) {
        channel = null;
        counts.unanswered += outstanding;
        outstanding = 0;
        session.closed();
        whenClosed.run();
    }

    @Override
    public void send(ClientMessage message) {
        Channel open = channel;
        if (open != null) {
            LineChannel.send(open, codec.encode(message));
        }
    }

    @Override
    public void work(@Nullable MinerJob job) {
        line = job == null ? null : new SubmitLine(job, user, extranonce2);
        if (job != null) {
            header = job.header(extranonce2, job.work().ntime(), job.work().version());
        }
    }

    @Override
    public void reconnect(int waitSeconds) {
        close();
    }

    @Override
    public void giveUp(String reason) {
        close();
    }
}

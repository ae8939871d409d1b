package thunderpool.lab.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.stratum.ClientMessage;
import thunderpool.stratum.LineAssembler;
import thunderpool.stratum.PoolCodec;
import thunderpool.stratum.RequestId;
import thunderpool.stratum.ServerMessage;
import thunderpool.stratum.StratumError;
import thunderpool.stratum.WireHash;
import thunderpool.work.Algorithm;
import thunderpool.work.CoinbasePlan;
import thunderpool.work.Extranonce;
import thunderpool.work.Job;
import thunderpool.work.JobId;
import thunderpool.work.Judge;
import thunderpool.work.Submission;
import thunderpool.work.Tag;
import thunderpool.work.Template;
import thunderpool.work.Verdict;
import thunderpool.work.VersionMask;

/**
 * A stratum pool in a test: blocking sockets, the pool's own codec and judge (which share no code with the simulator's
 * headers and hashes), and a set of what it took.
 */
public final class FakePool implements AutoCloseable {
    private static final int LINE_MAX = 16 * 1024;
    private static final int TIME = 1_700_000_000;
    private static final Hash256 SIBLING =
            Hash256.ofDisplayHex("8c14f0db3df150123e6f3dbbf30f8b955a8249b62ac1d1ff16284aefa3d06d87");

    private final ServerSocket server;
    private final Chain chain;
    private final Judge judge;
    private final Map<String, Job> jobs = new HashMap<>();
    private final Set<Hash256> credited = new HashSet<>();
    private final Set<String> userAgents = new HashSet<>();
    private final Set<Integer> versions = new HashSet<>();
    private final List<Session> sessions = new CopyOnWriteArrayList<>();
    private final AtomicInteger counter = new AtomicInteger();
    private Job current;
    private volatile boolean mute;

    public FakePool(Algorithm algorithm, int exponent) throws IOException {
        this.chain = algorithm == Algorithm.SCRYPT ? Chain.LITECOIN_MAIN : Chain.BITCOIN_MAIN;
        this.judge = new Judge(algorithm);
        this.current = job(1, exponent);
        this.server = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public Endpoint endpoint() {
        return Endpoint.tcp("127.0.0.1", server.getLocalPort());
    }

    /** Identities of all shares this pool found good. */
    public synchronized Set<Hash256> credited() {
        return Set.copyOf(credited);
    }

    synchronized Set<String> userAgents() {
        return Set.copyOf(userAgents);
    }

    /** Header versions that were submitted. */
    synchronized Set<Integer> versions() {
        return Set.copyOf(versions);
    }

    int connections() {
        return counter.get();
    }

    /** Takes shares but answers no more. */
    void mute() {
        mute = true;
    }

    /** New work at another difficulty, to all. */
    synchronized void publish(int exponent) {
        current = job(current.id().templateId() + 1, exponent);
        sessions.forEach(Session::sendWork);
    }

    void say(ServerMessage message) {
        sessions.forEach(session -> session.send(message));
    }

    public void cutAll() {
        sessions.forEach(Session::cut);
    }

    private Job job(int template, int exponent) {
        Template body = new Template(
                chain.name(),
                template,
                500,
                SIBLING,
                0x20000000,
                0x1a00ffff,
                TIME - 600,
                TIME,
                Sats.of(5_000_000_000L),
                List.of(),
                0,
                Tag.ofText("/fake/"),
                List.of(SIBLING),
                List.of(CoinbasePlan.custodial(Script.ofHex("51"))));
        Job job = Job.of(body, new JobId(template, 0, new Difficulty(exponent)), chain.difficultyOne());
        jobs.put(job.id().text(), job);
        return job;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Session session = new Session(socket, counter.getAndIncrement());
                sessions.add(session);
                Thread.ofVirtual().start(session::run);
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cutAll();
    }

    private final class Session {
        private final Socket socket;
        private final PoolCodec codec = new PoolCodec();
        private final int extranonce1;
        private int mask;
        private boolean authorized;

        Session(Socket socket, int index) {
            this.socket = socket;
            this.extranonce1 = Extranonce.extranonce1(7, index);
        }

        void run() {
            LineAssembler assembler = new LineAssembler(LINE_MAX);
            byte[] buffer = new byte[8192];
            try (socket;
                    InputStream in = socket.getInputStream()) {
                boolean fits = true;
                for (int n = in.read(buffer); n >= 0 && fits; n = fits ? in.read(buffer) : -1) {
                    fits = assembler.feed(buffer, 0, n, (bytes, from, to) -> {
                        on(codec.decode(bytes, from, to));
                        return true;
                    });
                }
            } catch (IOException | UncheckedIOException gone) {
                sessions.remove(this);
            }
            sessions.remove(this);
        }

        void on(ClientMessage message) {
            switch (message) {
                case ClientMessage.Configure it -> {
                    mask = VersionMask.ROLLABLE;
                    send(new ServerMessage.Configured(it.id(), it.extensions(), mask, false));
                }
                case ClientMessage.Subscribe it -> {
                    synchronized (FakePool.this) {
                        userAgents.add(it.userAgent());
                    }
                    send(new ServerMessage.Subscribed(it.id(), "s1", Extranonce.hex(extranonce1), 8));
                }
                case ClientMessage.Authorize it -> {
                    authorized = true;
                    send(new ServerMessage.Answered(it.id(), true));
                    sendWork();
                }
                case ClientMessage.Submit it -> submit(it);
                case ClientMessage.Malformed it -> refuse(it.id(), StratumError.OTHER);
                default -> send(new ServerMessage.Answered(message.id(), true));
            }
        }

        private void refuse(RequestId id, StratumError error) {
            send(ServerMessage.Refused.of(id, error));
        }

        void sendWork() {
            Job job;
            synchronized (FakePool.this) {
                job = current;
            }
            int exponent = job.id().difficulty().exponent();
            BigDecimal one = BigDecimal.ONE;
            BigDecimal power = BigDecimal.TWO.pow(Math.abs(exponent));
            java.util.HexFormat hex = java.util.HexFormat.of();
            send(new ServerMessage.SetDifficulty(exponent < 0 ? one.divide(power) : power));
            send(new ServerMessage.Notify(
                    job.id().text(),
                    WireHash.ofInternal(job.template().previous().wire()),
                    hex.formatHex(job.coinbasePrefix()),
                    hex.formatHex(job.coinbaseSuffix()),
                    job.template().merkleBranch().stream()
                            .map(step -> hex.formatHex(step.wire()))
                            .toList(),
                    job.template().version(),
                    job.template().nbits(),
                    job.template().curTime(),
                    true));
        }

        private void submit(ClientMessage.Submit it) {
            StratumError error = authorized ? judged(it) : StratumError.UNAUTHORIZED;
            if (mute) {
                return;
            }
            if (error == null) {
                send(new ServerMessage.Answered(it.id(), true));
            } else {
                refuse(it.id(), error);
            }
        }

        private @org.jspecify.annotations.Nullable StratumError judged(ClientMessage.Submit it) {
            synchronized (FakePool.this) {
                Job job = jobs.get(it.jobId().toLowerCase(java.util.Locale.ROOT));
                if (job == null) {
                    return StratumError.STALE;
                }
                int issued = job.template().version();
                int version = it.versionBits() == null ? issued : VersionMask.rolled(issued, it.versionBits(), mask);
                versions.add(version);
                Verdict verdict = judge.judge(
                        job, new Submission(job.id(), extranonce1, it.extranonce2(), it.ntime(), it.nonce(), version));
                return switch (verdict) {
                    case Verdict.Accepted good -> credited.add(good.identity()) ? null : StratumError.DUPLICATE;
                    case Verdict.Rejected bad ->
                        StratumError.ofCode(bad.rejection().stratumCode());
                };
            }
        }

        synchronized void send(ServerMessage message) {
            try {
                socket.getOutputStream().write(codec.encode(message));
            } catch (IOException gone) {
                cut();
            }
        }

        void cut() {
            try {
                socket.close();
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }
    }

    /** Waits for a condition; false after ten seconds. */
    public static boolean eventually(java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + 10_000_000_000L;
        while (System.nanoTime() < end) {
            if (condition.getAsBoolean()) {
                return true;
            }
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
        return condition.getAsBoolean();
    }
}

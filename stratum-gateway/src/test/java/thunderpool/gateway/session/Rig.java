package thunderpool.gateway.session;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.gateway.job.JobBoard;
import thunderpool.gateway.job.TemplateWork;
import thunderpool.gateway.job.WorkGate;
import thunderpool.stratum.MinerCodec;
import thunderpool.stratum.PoolCodec;
import thunderpool.stratum.ServerMessage;
import thunderpool.work.Algorithm;
import thunderpool.work.JobId;
import thunderpool.work.Judge;
import thunderpool.work.RewardSystem;
import thunderpool.work.Template;

/** A gateway without sockets: sessions, a log in memory, and a clock that is turned by hand. */
public final class Rig {
    public static final String ALICE = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";
    public static final String BOB = "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn";
    public static final int EASIEST = -32;

    public final JobBoard board;
    public final Map<Script, String> schedules = new HashMap<>();
    public final FakeLog log = new FakeLog();
    public final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final GatewayMetrics metrics = new GatewayMetrics(registry);
    public final WorkerBook workers = new WorkerBook();
    public final BanBook bans = new BanBook(600_000);
    public final WorkGate gate = new WorkGate(120_000, 0);
    public final SessionServices services;
    private final Judge judge = new Judge(Algorithm.SHA256D);
    private final GatewayMetrics.OfPort meters = metrics.port("test");
    private PortRules rules = rules(EASIEST, EASIEST, false);
    public long nowMs = 1_000_000;

    public Rig() {
        this(Chain.BITCOIN_REGTEST);
    }

    public Rig(Chain chain) {
        this(chain, new ExtranonceBook(0x70005, Set.of(4)));
    }

    /** A gateway of this incarnation. */
    Rig(long incarnation) {
        this(Chain.BITCOIN_REGTEST, new ExtranonceBook(incarnation, Set.of(4)));
    }

    /** A gateway among others. */
    Rig(ExtranonceBook extranonces) {
        this(Chain.BITCOIN_REGTEST, extranonces);
    }

    private Rig(Chain chain, ExtranonceBook extranonces) {
        board = new JobBoard(chain);
        services = new SessionServices(
                board,
                gate,
                extranonces,
                new SessionToken.Seal(new byte[32]),
                log,
                log,
                bans,
                account -> Optional.ofNullable(schedules.get(account)),
                workers,
                metrics,
                new SessionServices.Limits(30_000, 1_800_000, 86_400_000, 32),
                () -> nowMs * 1_000_000);
    }

    public static PortRules rules(int minimum, int start, boolean vardiff) {
        return new PortRules(
                "test",
                RewardSystem.PPLNS,
                "blocks",
                new Difficulty(minimum),
                new Difficulty(start),
                Difficulty.HARDEST,
                vardiff,
                4_000,
                200);
    }

    void rules(PortRules next) {
        rules = next;
    }

    public TemplateWork install(int id, Hash256 previous, int nbits) {
        return install(Work.template(board.chain(), id, previous, nbits));
    }

    TemplateWork install(Template template) {
        TemplateWork work = Objects.requireNonNull(board.install(template, nowMs));
        gate.templateAt(nowMs);
        return work;
    }

    Talk connect() {
        return new Talk();
    }

    /** One miner at the gateway. */
    final class Talk {
        final FakeConnection connection = new FakeConnection();
        final Session session = new Session(
                services,
                rules,
                meters,
                connection,
                (job, submission, then) -> then.accept(judge.judge(job, submission)),
                nowMs);
        private final PoolCodec codec = new PoolCodec();

        /** Says a line and hears what follows. */
        List<String> says(String line) {
            session.on(codec.decode(line), nowMs);
            return connection.said();
        }

        List<String> submits(String user, JobId job, int nonce) {
            return submits(user, job.text(), nonce, "");
        }

        List<String> submits(String user, String job, int nonce, String more) {
            return says("{\"id\":4,\"method\":\"mining.submit\",\"params\":[\"" + user + "\",\"" + job
                    + "\",\"0000000000000000\",\"" + HexFormat.of().toHexDigits(Work.TIME) + "\",\""
                    + HexFormat.of().toHexDigits(nonce) + "\"" + more + "]}");
        }

        List<String> offered(TemplateWork work) {
            session.offer(work, nowMs);
            return connection.said();
        }

        /** One step of leaving: whether nothing holds the connection any more. */
        boolean departs() {
            return session.departure().step(nowMs);
        }

        List<String> ticks() {
            session.tick(nowMs);
            return connection.said();
        }

        /** Subscribes and authorizes, and returns extranonce1. */
        int starts(String user) {
            int extranonce1 = subscribes("").extranonce1();
            says("{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + user + "\",\"x\"]}");
            return extranonce1;
        }

        Subscription subscribes(String sessionId) {
            String line = says("{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"test/1\",\"" + sessionId
                            + "\"]}")
                    .getFirst();
            var reply = (ServerMessage.Subscribed) new MinerCodec().decode(line);
            return new Subscription(reply.sessionId(), HexFormat.fromHexDigits(reply.extranonce1()));
        }
    }

    record Subscription(String sessionId, int extranonce1) {}
}

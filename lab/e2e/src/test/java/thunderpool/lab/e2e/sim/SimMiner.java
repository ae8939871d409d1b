package thunderpool.lab.e2e.sim;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import thunderpool.stratum.ClientMessage;
import thunderpool.stratum.RequestId;
import thunderpool.stratum.ServerMessage;
import thunderpool.work.JobId;
import thunderpool.work.Submission;
import thunderpool.work.VersionMask;

/** A miner: hashes, comes and goes, tells the same share twice, and does what miners should not. */
final class SimMiner {

    /** @param spelled user name on the wire */
    record User(String spelled, Submitted.Owner owner) {}

    /** Everything one submit says, kept to be said again. */
    private record Words(
            String user,
            WireJob job,
            String extranonce1,
            long extranonce2,
            int ntime,
            int nonce,
            @Nullable Integer bits) {}

    private static final int JOBS_KEPT = 12;
    private static final int TRIES = 4_000;

    private final Dice dice;
    private final ShareOracle oracle;
    private final User self;
    private final User foreign;
    private final List<WireJob> gossip;
    private final List<WireJob> jobs = new ArrayList<>();
    private final List<Words> told = new ArrayList<>();
    private final Map<String, Submitted> waiting = new HashMap<>();
    private @Nullable MinerLink link;
    private @Nullable String sessionId;
    private @Nullable String extranonce1;
    private BigDecimal difficulty = BigDecimal.ONE;
    private boolean rolls;
    private int eager;
    private long requests;

    /**
     * @param foreign somebody who is not authorized here
     * @param gossip jobs of all miners: some work on what was never sent to them
     */
    SimMiner(Dice dice, ShareOracle oracle, User self, User foreign, List<WireJob> gossip) {
        this.dice = dice;
        this.oracle = oracle;
        this.self = self;
        this.foreign = foreign;
        this.gossip = gossip;
    }

    boolean isConnected() {
        return link != null;
    }

    boolean hasJob() {
        return link != null && !jobs.isEmpty();
    }

    /** Greets the pool; often with the session it had before. */
    void connect(MinerLink fresh) {
        link = fresh;
        jobs.clear();
        extranonce1 = null;
        rolls = dice.chance(0.5);
        if (rolls) {
            fresh.say(new ClientMessage.Configure(next(), List.of("version-rolling"), VersionMask.ROLLABLE, null));
        }
        fresh.say(new ClientMessage.Subscribe(next(), "simulated/1", dice.chance(0.7) ? sessionId : null));
        String wish = dice.chance(0.2) ? "d=" + BigDecimal.TWO.pow(-28, MathContext.DECIMAL128) : "x";
        fresh.say(new ClientMessage.Authorize(next(), self.spelled(), wish));
    }

    void cut(long nowMs) {
        if (link != null) {
            link.cut(nowMs);
        }
    }

    private RequestId next() {
        return RequestId.of(++requests);
    }

    /** Reads all that has arrived. */
    void listen() {
        MinerLink wire = link;
        if (wire == null) {
            return;
        }
        for (ServerMessage line = wire.hear(); line != null; line = wire.hear()) {
            hear(line);
        }
        if (wire.isOver()) {
            waiting.values().forEach(oracle::unanswered);
            waiting.clear();
            link = null;
        }
    }

    private void hear(ServerMessage line) {
        switch (line) {
            case ServerMessage.Subscribed it -> {
                extranonce1 = it.extranonce1();
                eager = 1 + dice.below(4);
                sessionId = it.sessionId();
            }
            case ServerMessage.SetDifficulty it -> difficulty = it.difficulty();
            case ServerMessage.Notify it -> {
                WireJob job = WireJob.of(it, difficulty);
                jobs.add(job);
                gossip.add(job);
                if (jobs.size() > JOBS_KEPT) {
                    jobs.removeFirst();
                }
            }
            case ServerMessage.Answered it ->
                Optional.ofNullable(waiting.remove(it.id().token()))
                        .ifPresent(submitted -> oracle.answeredTrue(submitted, it.value()));
            case ServerMessage.Refused it ->
                Optional.ofNullable(waiting.remove(it.id().token()))
                        .ifPresent(submitted -> oracle.refused(submitted, it.error()));
            case ServerMessage.Unreadable it -> throw new AssertionError("unreadable line: " + it.reason());
            case ServerMessage.Configured _,
                    ServerMessage.Pong _,
                    ServerMessage.SetExtranonce _,
                    ServerMessage.SetVersionMask _,
                    ServerMessage.Reconnect _,
                    ServerMessage.ShowMessage _,
                    ServerMessage.Call _ -> {}
        }
    }

    /** Submits something. */
    void work() {
        String nonce1 = extranonce1;
        if (link == null || nonce1 == null || jobs.isEmpty()) {
            return;
        }
        WireJob newest = jobs.getLast();
        if (eager > 0) {
            // As proxies do: what was under way when the connection broke is told again at once.
            eager--;
            repeat(nonce1);
            return;
        }
        switch (dice.below(20)) {
            case 0 -> submit(search(self, newest, nonce1, false));
            case 1, 2 -> repeat(nonce1);
            case 3 ->
                submit(search(
                        self, dice.pick(gossip.subList(Math.max(0, gossip.size() - 30), gossip.size())), nonce1, true));
            case 4 -> submit(search(foreign, newest, nonce1, true));
            case 5 -> submit(search(self, jobs.getFirst(), nonce1, true));
            case 6 -> {
                int far = dice.chance(0.5) ? 7_201 : -SimNode.MIN_TIME_BEHIND_S - 1;
                submit(at(self, newest, nonce1, newest.words().ntime() + far));
            }
            default -> submit(search(self, newest, nonce1, true));
        }
    }

    /** Tells a share again: its own, or, where the session was taken up again, one that was never answered. */
    private void repeat(String nonce1) {
        List<Words> same =
                told.stream().filter(words -> words.extranonce1.equals(nonce1)).toList();
        if (!same.isEmpty()) {
            submit(same.get(Math.max(0, same.size() - 1 - dice.below(6))));
        }
    }

    private Words at(User user, WireJob job, String nonce1, int ntime) {
        return new Words(user.spelled(), job, nonce1, dice.bits(), ntime, (int) dice.bits(), null);
    }

    /** Tries nonces until the hash is good enough, or just not. */
    private Words search(User user, WireJob job, String nonce1, boolean good) {
        long extranonce2 = dice.bits();
        int ntime = job.words().ntime() + dice.below(30);
        Integer bits = rolls && dice.chance(0.5) ? (int) dice.bits() & VersionMask.ROLLABLE : null;
        if (bits != null && dice.chance(0.05)) {
            bits |= 1;
        }
        int version = job.words().version() | (bits == null ? 0 : bits);
        byte[] header = job.header(nonce1, extranonce2, ntime, 0, version);
        int nonce = (int) dice.bits();
        for (int i = 0; i < TRIES; i++, nonce++) {
            ByteBuffer.wrap(header).putInt(76, Integer.reverseBytes(nonce));
            if (BlockInspector.number(header).compareTo(job.target()) <= 0 == good) {
                break;
            }
        }
        return new Words(user.spelled(), job, nonce1, extranonce2, ntime, nonce, bits);
    }

    private void submit(Words words) {
        MinerLink wire = link;
        if (wire == null) {
            return;
        }
        RequestId id = next();
        String jobId = words.job.words().jobId();
        int bits = words.bits == null ? 0 : words.bits;
        int version = words.job.words().version() | bits;
        long early = (long) words.ntime - words.job.words().ntime();
        boolean withinRules =
                early >= -SimNode.MIN_TIME_BEHIND_S && early <= 7_200 && (bits & ~VersionMask.ROLLABLE) == 0;
        int nonce1 = HexFormat.fromHexDigits(words.extranonce1);
        Submission submission = new Submission(
                JobId.parse(jobId).orElseThrow(), nonce1, words.extranonce2, words.ntime, words.nonce, version);
        byte[] header = words.job.header(words.extranonce1, words.extranonce2, words.ntime, words.nonce, version);
        Submitted.Owner owner = words.user.equals(self.spelled()) ? self.owner() : foreign.owner();
        Submitted submitted = new Submitted(header, submission, owner, words.job, withinRules);
        oracle.submitted(submitted);
        waiting.put(id.token(), submitted);
        told.add(words);
        wire.say(new ClientMessage.Submit(
                id, words.user, jobId, words.extranonce2, 8, words.ntime, words.nonce, words.bits));
    }
}

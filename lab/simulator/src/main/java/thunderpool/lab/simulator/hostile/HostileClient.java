package thunderpool.lab.simulator.hostile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import thunderpool.lab.simulator.Endpoint;
import thunderpool.stratum.MinerCodec;
import thunderpool.stratum.ServerMessage;
import thunderpool.stratum.StratumError;

/** Plays one {@link Hostile} scenario against a pool and says what came of it. Used by one thread. */
public final class HostileClient {
    private static final int FIRST_ID = 100;
    private static final int TINY_BUFFER = 1024;

    private final Endpoint pool;
    private final String user;
    private final int patienceMs;
    private final RandomGenerator random;
    private final MinerCodec codec = new MinerCodec();
    private final Map<StratumError, Integer> refused = new EnumMap<>(StratumError.class);
    private int sent;
    private int accepted;
    private int closedByPool;

    /** @param patienceMs how long it waits for answers, or to be thrown out */
    public HostileClient(Endpoint pool, String user, int patienceMs, RandomGenerator random) {
        this.pool = pool;
        this.user = user;
        this.patienceMs = patienceMs;
        this.random = random;
    }

    /** What a session was told before an attack that needs one. */
    private record Opened(String jobId, int extranonce2Bytes, int ntime) {}

    public HostileReport play(Hostile scenario) throws IOException {
        refused.clear();
        sent = 0;
        accepted = 0;
        closedByPool = 0;
        switch (scenario) {
            case Hostile.Garbage it -> bytes(garbage(it.bytes()));
            case Hostile.GiantLine it -> bytes("[".repeat(it.bytes()).getBytes(StandardCharsets.UTF_8));
            case Hostile.DeepJson it -> bytes(deep(it.depth()).getBytes(StandardCharsets.UTF_8));
            case Hostile.SlowReader it -> slowReader(it.requests());
            case Hostile.LowDifficultyFlood it -> session(true, (opened, i) -> submit(opened, user, i), it.submits());
            case Hostile.Resubmitter it -> session(true, (opened, i) -> submit(opened, user, 7), it.submits());
            case Hostile.HexCaseGames it -> session(true, this::spelling, SPELLINGS);
            case Hostile.UnauthorizedSubmit it -> session(false, (opened, i) -> submit(opened, user, i), it.submits());
            case Hostile.StaleJobs it ->
                session(
                        true,
                        (opened, i) -> submit(new Opened("%08x0000".formatted(random.nextInt()), 8, 0), user, i),
                        it.submits());
            case Hostile.AuthorizeFlood it ->
                session(
                        false,
                        (opened, i) -> "\"method\":\"mining.authorize\",\"params\":[\"" + user + ".a" + i + "\",\"x\"]",
                        it.requests());
            case Hostile.ConnectStorm it -> connectStorm(it.connections());
            case Hostile.HalfOpen it -> halfOpen(it.connections());
        }
        return new HostileReport(sent, accepted, refused, closedByPool);
    }

    private byte[] garbage(int count) {
        byte[] garbage = new byte[count];
        random.nextBytes(garbage);
        return garbage;
    }

    private static String deep(int depth) {
        return "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":" + "[".repeat(depth) + "]".repeat(depth) + "}\n";
    }

    private void bytes(byte[] attack) throws IOException {
        try (LineSocket socket = LineSocket.connect(pool)) {
            try {
                socket.send(attack);
                sent++;
                hearAll(socket, 1);
            } catch (IOException thrownOut) {
                closedByPool++;
            }
        }
    }

    private void slowReader(int requests) throws IOException {
        try (LineSocket socket = LineSocket.connect(pool, TINY_BUFFER)) {
            try {
                for (int i = 0; i < requests; i++) {
                    socket.say("{\"id\":" + (FIRST_ID + i) + ",\"method\":\"mining.ping\",\"params\":[]}");
                    sent++;
                }
                closedByPool += socket.isClosedWithin(patienceMs) ? 1 : 0;
            } catch (IOException thrownOut) {
                closedByPool++;
            }
        }
    }

    /** The rest of a request, behind its id. */
    private interface Attack {
        String line(Opened opened, int index);
    }

    private void session(boolean authorize, Attack attack, int count) throws IOException {
        try (LineSocket socket = LineSocket.connect(pool)) {
            try {
                Opened opened = open(socket, authorize);
                for (int i = 0; i < count; i++) {
                    socket.say("{\"id\":" + (FIRST_ID + i) + "," + attack.line(opened, i) + "}");
                    sent++;
                }
                hearAll(socket, count);
            } catch (IOException thrownOut) {
                closedByPool++;
            }
        }
    }

    private Opened open(LineSocket socket, boolean authorize) throws IOException {
        socket.say("{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"hostile/1.0\"]}");
        if (authorize) {
            socket.say("{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + user + "\",\"x\"]}");
        }
        int extranonce2Bytes = 8;
        for (Optional<String> line = socket.hear(patienceMs); line.isPresent(); line = socket.hear(patienceMs)) {
            switch (codec.decode(line.get())) {
                case ServerMessage.Subscribed it -> {
                    extranonce2Bytes = it.extranonce2Bytes();
                    if (!authorize) {
                        return new Opened("000000000000", extranonce2Bytes, 0);
                    }
                }
                case ServerMessage.Notify it -> {
                    return new Opened(it.jobId(), extranonce2Bytes, it.ntime());
                }
                default -> {}
            }
        }
        throw new IOException("the pool gave no work");
    }

    private static String submit(Opened job, String as, int index) {
        return "\"method\":\"mining.submit\",\"params\":[\"%s\",\"%s\",\"%s\",\"%08x\",\"%08x\"]"
                .formatted(as, job.jobId(), "ab".repeat(job.extranonce2Bytes()), job.ntime(), index);
    }

    private static final int SPELLINGS = 8;

    /** Eight spellings of one share; the first is the plain one. */
    private String spelling(Opened job, int index) {
        String plain = submit(job, user, 0xabcdef);
        List<String> spellings = new ArrayList<>(List.of(
                plain,
                plain.replace("00abcdef", "00ABCDEF"),
                plain.replace("00abcdef", "00aBcDeF"),
                plain.replace("abab", "ABAB"),
                plain.replace("\"" + job.jobId() + "\"", "\"" + job.jobId().toUpperCase(Locale.ROOT) + "\""),
                plain.replace("00abcdef", "0000abcdef"),
                plain.replace("00abcdef", "0x00abcdef"),
                plain.replace("00abcdef", "00abcdeg")));
        return spellings.get(index);
    }

    private void connectStorm(int connections) {
        for (int i = 0; i < connections; i++) {
            try (LineSocket _ = LineSocket.connect(pool)) {
                sent++;
            } catch (IOException notTaken) {
                closedByPool++;
            }
        }
    }

    private void halfOpen(int connections) {
        List<LineSocket> open = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            try {
                LineSocket socket = LineSocket.connect(pool);
                open.add(socket);
                socket.send("{\"id\":1,\"meth".getBytes(StandardCharsets.UTF_8));
                sent++;
            } catch (IOException notTaken) {
                closedByPool++;
            }
        }
        long end = System.nanoTime() + patienceMs * 1_000_000L;
        for (LineSocket socket : open) {
            closedByPool += socket.isClosedWithin((int) Math.max(1, (end - System.nanoTime()) / 1_000_000L)) ? 1 : 0;
            socket.close();
        }
    }

    /** Reads until all answers came, nothing came for a while, or the pool closes (an IOException). */
    private void hearAll(LineSocket socket, int answers) throws IOException {
        int heard = 0;
        while (heard < answers) {
            Optional<String> line = socket.hear(patienceMs);
            if (line.isEmpty()) {
                return;
            }
            heard += count(codec.decode(line.get()));
        }
    }

    private int count(ServerMessage message) {
        switch (message) {
            case ServerMessage.Refused it -> refused.merge(it.error(), 1, Integer::sum);
            case ServerMessage.Answered it -> accepted += it.value() ? 1 : 0;
            default -> {
                return 0;
            }
        }
        return 1;
    }
}

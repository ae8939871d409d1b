package thunderpool.lab.simulator;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import thunderpool.stratum.ClientMessage;
import thunderpool.stratum.RequestId;
import thunderpool.stratum.ServerMessage;
import thunderpool.stratum.StratumError;
import thunderpool.work.VersionMask;

/**
 * The miner's side of one connection: opening, jobs, submits and their answers. Knows no socket and no clock; belongs to
 * one thread.
 */
public final class MinerSession {
    private static final RequestId CONFIGURE = RequestId.of(1);
    private static final RequestId SUBSCRIBE = RequestId.of(2);
    private static final RequestId AUTHORIZE = RequestId.of(3);
    private static final RequestId EXTRANONCE = RequestId.of(4);
    private static final long FIRST_SUBMIT = 10;

    /** What the session does to the world. */
    public interface Outside {
        void send(ClientMessage message);

        /** New work, or null when there is none any more. */
        void work(@Nullable MinerJob job);

        void reconnect(int waitSeconds);

        /** The connection is of no use; a miner closes it. */
        void giveUp(String reason);
    }

    private final MinerSettings settings;
    private final ToldLedger told;
    private final MinerEvents events;
    private final Outside outside;
    private final Map<String, FoundShare> pending = new HashMap<>();

    /** Survives the connection: presented when the miner comes back. */
    private @Nullable String sessionId;

    private long nextId = FIRST_SUBMIT;
    private int versionMask;
    private String extranonce1 = "";
    private int extranonce2Bytes;
    private BigDecimal difficulty = BigDecimal.ONE;
    private boolean authorized;

    public MinerSession(MinerSettings settings, ToldLedger told, MinerEvents events, Outside outside) {
        this.settings = settings;
        this.told = told;
        this.events = events;
        this.outside = outside;
    }

    /** The connection stands: says what the firmware says first. */
    public void opened() {
        versionMask = 0;
        authorized = false;
        difficulty = BigDecimal.ONE;
        if (settings.firmware().rollsVersion()) {
            outside.send(
                    new ClientMessage.Configure(CONFIGURE, List.of("version-rolling"), VersionMask.ROLLABLE, null));
        } else {
            subscribe();
        }
        if (settings.firmware().pipelines()) {
            subscribe();
            authorize();
        }
    }

    /** Whatever was not answered stays unanswered: the ledger knows. */
    public void closed() {
        pending.clear();
        authorized = false;
        outside.work(null);
    }

    public boolean isAuthorized() {
        return authorized;
    }

    /** Version bits the pool lets this miner roll; 0 before it said so. */
    public int versionMask() {
        return versionMask;
    }

    /** Submits, unless the pool did not take the user (yet). */
    public void submit(FoundShare share) {
        if (!authorized) {
            return;
        }
        RequestId id = RequestId.of(nextId++);
        pending.put(id.token(), share);
        told.submitted(share.identity());
        int jobVersion = share.job().work().version();
        Integer bits = versionMask == 0
                ? null
                : Integer.valueOf(settings.firmware().reportedBits(jobVersion, share.version(), versionMask));
        outside.send(new ClientMessage.Submit(
                id,
                settings.user(),
                share.job().work().jobId(),
                share.extranonce2(),
                share.job().extranonce2Bytes(),
                share.ntime(),
                share.nonce(),
                bits));
    }

    public void received(ServerMessage message) {
        switch (message) {
            case ServerMessage.Configured it -> configured(it.versionMask());
            case ServerMessage.Subscribed it -> subscribed(it);
            case ServerMessage.Answered it -> answered(it);
            case ServerMessage.Refused it -> refused(it);
            case ServerMessage.SetDifficulty it -> {
                difficulty = it.difficulty();
                events.difficulty(difficulty);
            }
            case ServerMessage.SetExtranonce it -> extranonce(it.extranonce1(), it.extranonce2Bytes());
            case ServerMessage.SetVersionMask it -> versionMask = it.mask();
            case ServerMessage.Notify it -> work(it);
            case ServerMessage.Reconnect it -> outside.reconnect(it.waitSeconds());
            case ServerMessage.ShowMessage it -> events.message(it.text());
            case ServerMessage.Call it -> outside.send(new ClientMessage.Answer(it.id()));
            case ServerMessage.Pong it -> {}
            case ServerMessage.Unreadable it -> outside.giveUp("unreadable line: " + it.reason());
        }
    }

    private void configured(int mask) {
        versionMask = mask;
        if (!settings.firmware().pipelines()) {
            subscribe();
        }
    }

    private void subscribe() {
        outside.send(new ClientMessage.Subscribe(SUBSCRIBE, settings.firmware().userAgent(), sessionId));
    }

    private void authorize() {
        outside.send(new ClientMessage.Authorize(AUTHORIZE, settings.user(), settings.password()));
    }

    private void subscribed(ServerMessage.Subscribed reply) {
        sessionId = reply.sessionId().isEmpty() ? null : reply.sessionId();
        extranonce(reply.extranonce1(), reply.extranonce2Bytes());
        if (!settings.firmware().pipelines()) {
            authorize();
        }
    }

    private void extranonce(String hex, int partnerBytes) {
        if (hex.length() % 2 != 0 || !hex.chars().allMatch(HexFormat::isHexDigit)) {
            outside.giveUp("extranonce1 is not hex: " + hex);
            return;
        }
        extranonce1 = hex;
        extranonce2Bytes = partnerBytes;
    }

    private void work(ServerMessage.Notify notify) {
        MinerJob job = MinerJob.of(notify, extranonce1, extranonce2Bytes, difficulty, settings);
        outside.work(job);
        events.job(job);
    }

    private void answered(ServerMessage.Answered reply) {
        if (reply.id().equals(AUTHORIZE)) {
            authorized(reply.value());
            return;
        }
        FoundShare share = pending.remove(reply.id().token());
        if (share == null) {
            return;
        }
        if (reply.value()) {
            told.accepted(share.identity());
            events.accepted(share);
        } else {
            told.refused(share.identity(), StratumError.OTHER);
            events.refused(share, StratumError.OTHER, "false");
        }
    }

    private void authorized(boolean accepted) {
        authorized = accepted;
        events.authorized(accepted);
        if (!accepted) {
            outside.giveUp("the pool refused the user");
        } else if (settings.firmware() == Firmware.AXEOS) {
            outside.send(new ClientMessage.ExtranonceSubscribe(EXTRANONCE));
        }
    }

    private void refused(ServerMessage.Refused reply) {
        FoundShare share = pending.remove(reply.id().token());
        if (share != null) {
            told.refused(share.identity(), reply.error());
            events.refused(share, reply.error(), reply.text());
        } else if (reply.id().equals(AUTHORIZE)) {
            authorized(false);
        } else if (reply.id().equals(CONFIGURE)) {
            configured(0);
        } else if (reply.id().equals(SUBSCRIBE)) {
            // A session the pool will not resume: next time as a stranger.
            sessionId = null;
            outside.giveUp("the pool refused to subscribe: " + reply.text());
        }
    }
}

package thunderpool.gateway.session;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.AddressException;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Script;
import thunderpool.gateway.job.TemplateWork;
import thunderpool.gateway.job.WorkGate;
import thunderpool.stratum.ClientMessage;
import thunderpool.stratum.RequestId;
import thunderpool.stratum.ServerMessage;
import thunderpool.stratum.StratumError;
import thunderpool.work.Extranonce;
import thunderpool.work.Miner;
import thunderpool.work.Rejection;

/** One miner's conversation. Messages and times in, messages out; single-threaded, on its connection's thread. */
public final class Session {
    private static final int FAILED_LOGINS_MOST = 5;
    private static final long VOUCH_EVERY_MS = 10_000;

    private final SessionServices services;
    private final Connection connection;
    private final GatewayMetrics.OfPort meters;
    private final DifficultyControl difficulty;
    private final Roster roster;
    private final ShareDesk desk;
    private final WorkDesk work;
    private final Tenure tenure;
    private final Departure departure;
    private final Conduct conduct;
    private final long openedMs;
    private PortRules rules;
    private long heardMs;
    private long vouchedMs = Long.MIN_VALUE / 2;
    private int words;
    private int failedLogins;
    private boolean closed;

    public Session(
            SessionServices services,
            PortRules rules,
            GatewayMetrics.OfPort meters,
            Connection connection,
            ShareJudge judge,
            long nowMs) {
        this.services = services;
        this.rules = rules;
        this.meters = meters;
        this.connection = connection;
        this.difficulty = new DifficultyControl(rules);
        this.roster = new Roster(services.board().chain(), rules, services.workers());
        this.conduct = new Conduct(nowMs);
        this.openedMs = nowMs;
        this.heardMs = nowMs;
        this.desk = new ShareDesk(services, connection, judge, new Outcomes(), meters);
        this.work = new WorkDesk(services, connection, difficulty, desk, roster);
        this.tenure = new Tenure(services, connection, desk);
        this.departure = new Departure(tenure, desk, connection);
        meters.connected(1);
    }

    /** One message of the miner. */
    public void on(ClientMessage message, long nowMs) {
        if (isOver()) {
            return;
        }
        heardMs = nowMs;
        if (tooManyWords(message, nowMs)) {
            return;
        }
        switch (message) {
            case ClientMessage.Submit it -> submit(it, nowMs);
            case ClientMessage.Configure it -> configure(it, nowMs);
            case ClientMessage.Subscribe it -> subscribe(it, nowMs);
            case ClientMessage.Authorize it -> authorize(it, nowMs);
            case ClientMessage.SuggestDifficulty it -> suggest(it.id(), Difficulty.snapDown(it.difficulty()), nowMs);
            case ClientMessage.SuggestTarget it ->
                suggest(
                        it.id(),
                        DifficultyControl.ofTarget(
                                it.target(), services.board().chain().difficultyOne()),
                        nowMs);
            case ClientMessage.ExtranonceSubscribe it -> extranonceSubscribe(it.id());
            case ClientMessage.Ping it -> connection.send(new ServerMessage.Pong(it.id()));
            case ClientMessage.GetTransactions it -> unsupported(it.id(), "Transactions are not sent over stratum");
            case ClientMessage.MultiVersion it -> unsupported(it.id(), "Not supported: use mining.configure");
            case ClientMessage.Capabilities it -> unsupported(it.id(), "Not supported");
            case ClientMessage.Unknown it -> unsupported(it.id(), "Unknown method");
            case ClientMessage.Answer it -> {}
            case ClientMessage.Malformed it -> malformed(it, nowMs);
        }
    }

    private boolean tooManyWords(ClientMessage message, long nowMs) {
        words++;
        if (roster.isEmpty() && words > services.limits().wordsBeforeAuthorize()) {
            offend();
            close(Parting.HANDSHAKE);
            return true;
        }
        if (!(message instanceof ClientMessage.Submit) && conduct.word(nowMs)) {
            close(Parting.FLOOD);
            return true;
        }
        return false;
    }

    private void configure(ClientMessage.Configure it, long nowMs) {
        int mask = it.extensions().contains("version-rolling") ? ShareDesk.negotiated(it.versionMask()) : 0;
        if (it.extensions().contains("version-rolling")) {
            desk.versionMask(mask);
        }
        BigDecimal minimum = it.minimumDifficulty();
        boolean minimumKept = minimum != null && rules.vardiff();
        if (minimum != null && minimumKept) {
            Difficulty.snapDown(minimum).ifPresent(difficulty::raiseFloor);
        }
        connection.send(new ServerMessage.Configured(it.id(), it.extensions(), mask, minimumKept));
        if (minimumKept) {
            work.renew(nowMs);
        }
    }

    /** Nothing is to be said in its name any more. */
    private boolean isOver() {
        return closed || tenure.isRetired();
    }

    private void subscribe(ClientMessage.Subscribe it, long nowMs) {
        difficulty.userAgent(it.userAgent());
        roster.agent(it.userAgent());
        boolean first = tenure.extranonce1().isEmpty();
        if (first) {
            tenure.take(it.sessionId(), rules, nowMs);
        }
        if (tenure.extranonce1().isEmpty()) {
            refuse(it.id(), StratumError.OTHER, "This gateway is full, try again later");
            close(Parting.FULL);
            return;
        }
        int value = tenure.extranonce1().getAsInt();
        desk.extranonce1(value);
        connection.send(new ServerMessage.Subscribed(
                it.id(), sessionId(nowMs), Extranonce.hex(value), Extranonce.EXTRANONCE2_BYTES));
        if (first && !roster.isEmpty()) {
            work.begin(nowMs);
        }
    }

    private String sessionId(long nowMs) {
        Difficulty told = work.told();
        return tenure.sessionId(roster.first(), told == null ? rules.start() : told, rules.rewardSystem(), nowMs);
    }

    private void authorize(ClientMessage.Authorize it, long nowMs) {
        boolean first = roster.isEmpty();
        Miner miner;
        try {
            miner = roster.authorize(it.user());
        } catch (AddressException wrong) {
            refuse(it.id(), StratumError.UNAUTHORIZED, "The user must be ADDRESS.worker: " + wrong.getMessage());
            if (++failedLogins >= FAILED_LOGINS_MOST) {
                offend();
                close(Parting.HANDSHAKE);
            }
            return;
        }
        String banned = services.bans().refusal(connection.remote(), miner.account(), nowMs);
        if (banned != null) {
            refuse(it.id(), StratumError.UNAUTHORIZED, banned);
            close(Parting.BANNED);
            return;
        }
        connection.send(new ServerMessage.Answered(it.id(), true));
        if (first) {
            meters.authorized(1);
            wishes(it, miner);
            tellSchedule(miner);
            if (tenure.extranonce1().isPresent()) {
                work.begin(nowMs);
            }
        }
    }

    /** The port's scheme is only proposed; what holds for an account is its owner's choice. */
    private void tellSchedule(Miner miner) {
        Optional<String> held = services.schedules().of(miner.account());
        if (held.isPresent() && !held.get().equals(rules.schemeTag())) {
            connection.send(new ServerMessage.ShowMessage("Your payout schedule is '" + held.get()
                    + "'; this port proposes '" + rules.schemeTag() + "' to new accounts only"));
        }
    }

    private void wishes(ClientMessage.Authorize it, Miner miner) {
        SessionToken token = tenure.resumed();
        if (token != null && token.mayBe(miner.account())) {
            difficulty.startAt(token.difficulty());
        }
        UserName.parse(it.user()).difficulty().ifPresent(difficulty::fix);
        PasswordOptions options = PasswordOptions.parse(it.password());
        options.minimum().ifPresent(difficulty::raiseFloor);
        options.fixed().ifPresent(difficulty::fix);
    }

    private void suggest(RequestId id, Optional<Difficulty> wanted, long nowMs) {
        if (!id.isNone()) {
            connection.send(new ServerMessage.Answered(id, true));
        }
        wanted.ifPresent(difficultyWanted -> work.suggest(difficultyWanted, nowMs));
    }

    /** From now on set_extranonce is understood; the present one is said again, so the miner can rely on hearing it. */
    private void extranonceSubscribe(RequestId id) {
        if (tenure.extranonce1().isEmpty()) {
            refuse(id, StratumError.NOT_SUBSCRIBED, StratumError.NOT_SUBSCRIBED.text());
            return;
        }
        if (!id.isNone()) {
            connection.send(new ServerMessage.Answered(id, true));
        }
        connection.send(new ServerMessage.SetExtranonce(
                Extranonce.hex(tenure.extranonce1().getAsInt()), Extranonce.EXTRANONCE2_BYTES));
    }

    private void unsupported(RequestId id, String text) {
        if (!id.isNone()) {
            refuse(id, StratumError.OTHER, text);
        }
    }

    private void malformed(ClientMessage.Malformed it, long nowMs) {
        if (it.fault() == ClientMessage.Fault.NOT_JSON && roster.isEmpty()) {
            offend();
            close(Parting.NOT_STRATUM);
            return;
        }
        refuse(it.id(), StratumError.OTHER, it.reason());
        misbehaved(nowMs);
    }

    private void submit(ClientMessage.Submit it, long nowMs) {
        if (tenure.extranonce1().isEmpty()) {
            meters.rejected(Rejection.NOT_SUBSCRIBED);
            refuse(it.id(), StratumError.NOT_SUBSCRIBED, StratumError.NOT_SUBSCRIBED.text());
            return;
        }
        desk.submit(it, roster.find(it.user()), nowMs);
    }

    private final class Outcomes implements ShareDesk.Outcome {
        @Override
        public void accepted(Difficulty of) {
            conduct.good(heardMs);
            if (heardMs - vouchedMs > VOUCH_EVERY_MS) {
                vouchedMs = heardMs;
                services.bans().good(connection.remote(), heardMs);
            }
            work.share(of, heardMs);
        }

        @Override
        public void rejected(Rejection rejection) {
            // A new tip or the pool's own trouble is no miner's fault.
            switch (rejection) {
                case STALE -> {}
                case BUSY -> work.excuse(heardMs);
                case MALFORMED,
                        NOT_SUBSCRIBED,
                        UNAUTHORIZED,
                        UNKNOWN_JOB,
                        BAD_NTIME,
                        BAD_VERSION,
                        DUPLICATE,
                        LOW_DIFFICULTY -> misbehaved(heardMs);
            }
        }

        @Override
        public void unknownFate() {
            close(Parting.UNKNOWN_FATE);
        }
    }

    private void misbehaved(long nowMs) {
        if (conduct.bad(nowMs)) {
            Miner first = roster.first();
            if (first == null) {
                offend();
            } else if (services.bans().offence(connection.remote(), first.account(), nowMs)) {
                services.metrics().banned();
            }
            close(Parting.FLOOD);
        }
    }

    private void offend() {
        if (services.bans().offence(connection.remote(), heardMs)) {
            services.metrics().banned();
        }
    }

    /** New work for everyone. */
    public void offer(TemplateWork fresh, long nowMs) {
        if (!isOver()) {
            work.offer(fresh, nowMs);
        }
    }

    /** Called every few seconds: time-outs, the difficulty of the silent, and whether there is work at all. */
    public void tick(long nowMs) {
        if (isOver()) {
            return;
        }
        if (!work.begun() && nowMs - openedMs > services.limits().handshakeMs()) {
            offend();
            close(Parting.HANDSHAKE);
            return;
        }
        if (nowMs - heardMs > services.limits().idleMs()) {
            close(Parting.IDLE);
            return;
        }
        WorkGate.State state = services.gate().state(nowMs);
        switch (state.stage()) {
            case WORKING -> work.tick(nowMs);
            case PAUSED -> work.pause(state.reason(), nowMs);
            case STOPPED -> {
                connection.send(new ServerMessage.ShowMessage("No work: " + state.reason()));
                close(Parting.NO_WORK);
            }
        }
    }

    /** How it leaves when the gateway drains. */
    public Departure departure() {
        return departure;
    }

    /** The port's rules changed. */
    public void rules(PortRules fresh, long nowMs) {
        if (!isOver()) {
            rules = fresh;
            work.rules(fresh, nowMs);
        }
    }

    /** Words of the operator's, for all or for one account. */
    public void message(String text, @Nullable Script account) {
        if (!isOver() && !roster.isEmpty() && (account == null || roster.has(account))) {
            connection.send(new ServerMessage.ShowMessage(text));
        }
    }

    /** An operator banned somebody: maybe this one. */
    public void enforceBans(long nowMs) {
        if (isOver()) {
            return;
        }
        boolean banned = services.bans().isBanned(connection.remote(), nowMs)
                || roster.anyAccount(account -> services.bans().refusal(connection.remote(), account, nowMs) != null);
        if (banned) {
            close(Parting.BANNED);
        }
    }

    /** Shares taken over and not answered yet. */
    public int inFlight() {
        return desk.inFlight();
    }

    /** The connection is gone, by whosever doing. */
    public void closed(long nowMs) {
        if (closed) {
            return;
        }
        closed = true;
        meters.connected(-1);
        if (!roster.isEmpty()) {
            meters.authorized(-1);
        }
        roster.leave();
        tenure.end(nowMs);
    }

    private void close(Parting reason) {
        connection.close(reason);
    }

    private void refuse(RequestId id, StratumError error, String text) {
        connection.send(new ServerMessage.Refused(id, error, text));
    }
}

package thunderpool.gateway.session;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Difficulty;
import thunderpool.gateway.job.NotifyJob;
import thunderpool.gateway.job.TemplateWork;
import thunderpool.gateway.job.WorkGate;
import thunderpool.stratum.ServerMessage;
import thunderpool.work.JobId;

/**
 * One session's work: which job at which difficulty it is told.
 *
 * <p>Difficulty changes only together with a job of a new id: one set_difficulty right before one notify, and on one
 * connection never a second notify of the same id, which firmware ignores or works on twice.
 */
final class WorkDesk {
    private static final long QUIET_MS = 60_000;
    private static final long SUGGESTION_EVERY_MS = 10_000;

    private final SessionServices services;
    private final Connection connection;
    private final DifficultyControl difficulty;
    private final ShareDesk shares;
    private final Roster roster;

    /** What this connection was sent of the present tip; who comes back on another one holds no job at first. */
    private final Set<JobId> sent = new HashSet<>();

    private @Nullable TemplateWork work;
    private @Nullable Difficulty told;
    private boolean begun;
    private boolean paused;
    private long saidMs;
    private long suggestedMs = Long.MIN_VALUE / 2;

    WorkDesk(
            SessionServices services,
            Connection connection,
            DifficultyControl difficulty,
            ShareDesk shares,
            Roster roster) {
        this.services = services;
        this.connection = connection;
        this.difficulty = difficulty;
        this.shares = shares;
        this.roster = roster;
    }

    /** What the miner was told last; null before its first job. */
    @Nullable
    Difficulty told() {
        return told;
    }

    /** The miner is subscribed and authorized: it may have work. */
    void begin(long nowMs) {
        begun = true;
        saidMs = nowMs;
        difficulty.begin(nowMs);
        offer(services.board().current(), nowMs);
    }

    boolean begun() {
        return begun;
    }

    /** A share was accepted. */
    void share(Difficulty of, long nowMs) {
        difficulty.share(of, nowMs);
        adjust(nowMs);
    }

    /** A share could not be counted by the pool's own fault: the rate seen is not the miner's. */
    void excuse(long nowMs) {
        difficulty.restart(nowMs);
    }

    /** The miner would like this difficulty; often repeated wishes are not followed. */
    void suggest(Difficulty wanted, long nowMs) {
        if (difficulty.isFixed() || nowMs - suggestedMs < SUGGESTION_EVERY_MS) {
            return;
        }
        suggestedMs = nowMs;
        difficulty.startAt(wanted);
        renew(nowMs);
    }

    /** The miner's wishes changed. */
    void renew(long nowMs) {
        if (begun) {
            difficulty.begin(nowMs);
            adjust(nowMs);
        }
    }

    /** The port's rules changed: what they ask for now comes with a job of its own, as always. */
    void rules(PortRules fresh, long nowMs) {
        difficulty.change(fresh, begun ? told : null, nowMs);
        if (begun) {
            adjust(nowMs);
        }
    }

    /** New work for everyone. */
    void offer(@Nullable TemplateWork fresh, long nowMs) {
        if (!begun || fresh == null || stopped(nowMs)) {
            return;
        }
        TemplateWork old = work;
        boolean clean = old == null
                || !old.template().previous().equals(fresh.template().previous());
        if (clean && old != null) {
            shares.newTip();
            sent.clear();
        }
        work = fresh;
        notify(fresh, difficulty.decide(nowMs, fresh.network()), clean, nowMs);
    }

    /** The difficulty of now, at once when that makes a job this miner was never sent; else with the next template. */
    private void adjust(long nowMs) {
        TemplateWork present = work;
        if (present == null || stopped(nowMs)) {
            return;
        }
        Difficulty wanted = difficulty.decide(nowMs, present.network());
        Difficulty before = told;
        if (!wanted.equals(before)) {
            // Some firmware takes an easier difficulty for its older jobs too, whose shares would then be too easy: it
            // must drop them. A harder one only makes it send less of them.
            boolean easier = before != null && wanted.compareTo(before) < 0;
            notify(present, wanted, easier, nowMs);
        }
    }

    private boolean stopped(long nowMs) {
        return services.gate().state(nowMs).stage() != WorkGate.Stage.WORKING;
    }

    private void notify(TemplateWork of, Difficulty wanted, boolean clean, long nowMs) {
        NotifyJob job = of.job(wanted);
        if (!sent.add(job.job().id())) {
            return;
        }
        if (!wanted.equals(told)) {
            connection.send(new ServerMessage.SetDifficulty(new BigDecimal(wanted.jsonNumber())));
            told = wanted;
            roster.difficulty(wanted);
        }
        shares.issued().add(job.job().id(), nowMs);
        connection.sendLine(job.line(clean));
        saidMs = nowMs;
    }

    /** Time passes with work to do: what was missed in a pause is offered, the silent get easier work. */
    void tick(long nowMs) {
        if (!begun) {
            return;
        }
        if (paused) {
            paused = false;
            difficulty.restart(nowMs);
        }
        TemplateWork newest = services.board().current();
        TemplateWork present = work;
        if (newest != null
                && (present == null
                        || present.template().id() != newest.template().id())) {
            offer(newest, nowMs);
        } else {
            adjust(nowMs);
        }
    }

    /** Miners leave a pool that says nothing for 90 seconds; the old job may not be sent again, so say what is. */
    void pause(String reason, long nowMs) {
        paused = true;
        if (begun && nowMs - saidMs > QUIET_MS) {
            saidMs = nowMs;
            connection.send(new ServerMessage.ShowMessage("Waiting for new work: " + reason));
        }
    }
}

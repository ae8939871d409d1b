package thunderpool.dashboard.view;

import java.time.InstantSource;
import java.util.Optional;
import thunderpool.bitcoin.Script;
import thunderpool.dashboard.view.Views.MinerPage;
import thunderpool.dashboard.view.Views.Money;

/** Puts together what an account's owner wants to see on one page. */
public final class MinerDesk {

    private static final int WORKERS_MAX = 500;
    private static final int RECENT_ROWS = 100;

    /** Where the figures are read. */
    public record Sources(PgMiners miners, PgWorkers workers, PgLists lists, PgHistory history, Live live) {}

    /** What only its newest word counts of. */
    public record Live(ChainView chain, SuiteView suite) {}

    private final Accounts accounts;
    private final AddressDesk addresses;
    private final Sources sources;
    private final InstantSource clock;

    public MinerDesk(Accounts accounts, AddressDesk addresses, Sources sources, InstantSource clock) {
        this.accounts = accounts;
        this.addresses = addresses;
        this.sources = sources;
        this.clock = clock;
    }

    public MinerPage page(Script account) {
        PgMiners.Totals totals = sources.miners.totals(account);
        PgHistory.Recent recent = sources.history.recent(account);
        Money balance = sources.miners.balance(account);
        Optional<Views.Schedule> schedule = sources.miners.schedule(account);
        long nowMs = clock.millis();
        return new MinerPage(
                accounts.text(account.bytes()),
                addresses.spellings(account),
                new RateWindow(nowMs, RateWindow.CURRENT_MINUTES).perSecond(recent.work10m(), totals.firstSeenMs()),
                new RateWindow(nowMs, RateWindow.HOUR_MINUTES).perSecond(recent.work1h(), totals.firstSeenMs()),
                new RateWindow(nowMs, RateWindow.DAY_MINUTES).perSecond(recent.work24h(), totals.firstSeenMs()),
                RateWindow.errorPercent(recent.shares10m()),
                totals.shares(),
                totals.rejected(),
                sources.miners.rejectedByReason(account),
                totals.bestDifficulty() == 0 ? null : totals.bestDifficulty(),
                PgRows.instantOrNull(totals.bestDifficulty() == 0 ? 0 : totals.bestAtMs()),
                PgRows.instantOrNull(totals.lastShareMs()),
                PgRows.instantOrNull(totals.firstSeenMs()),
                totals.blocks(),
                balance,
                schedule.orElse(null),
                schedule.map(terms -> nextPayment(account, balance, terms)).orElse(null),
                sources.workers.of(account, WORKERS_MAX),
                sources.lists.statements(account, RECENT_ROWS, null).rows(),
                sources.lists.payouts(account, RECENT_ROWS, null).rows());
    }

    private Views.NextPayment nextPayment(Script account, Money balance, Views.Schedule schedule) {
        PgMiners.Since since = sources.miners.since(account);
        boolean accountHeld = schedule.held() || sources.miners.isHeldInLedger(account);
        NextPayment.Hold hold =
                NextPayment.hold(accountHeld, sources.live.suite().areAllPaymentsHeld(), since.waitsForApproval());
        NextPayment.Moment now = new NextPayment.Moment(sources.live.chain().height(), clock.millis());
        return NextPayment.of(balance, schedule, since, hold, now);
    }
}

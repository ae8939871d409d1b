package thunderpool.payout.saga;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import thunderpool.bitcoin.Sats;
import thunderpool.payout.port.About;
import thunderpool.payout.port.PayoutChain;
import thunderpool.payout.port.PayoutChain.ChainFault;
import thunderpool.payout.port.PayoutEvent;
import thunderpool.payout.port.PayoutLog;
import thunderpool.payout.port.PayoutStore;
import thunderpool.payout.port.PublishedLog;
import thunderpool.payout.port.ScheduleBook.Approval;
import thunderpool.payout.schedule.Scheme;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.BalanceChanged;
import thunderpool.topics.PayoutAnswered;
import thunderpool.topics.SchemeChanged;

/**
 * The whole saga behind five calls. Not thread-safe: the host calls from one thread at a time. Each call throws
 * {@link PayoutStore.FencedException} once another instance holds the lease; nothing was changed then. Calls may be
 * repeated, and records may come again: what was done is not done twice.
 */
public final class Payouts {

    private final PayoutRules rules;
    private final PayoutStore store;
    private final PayoutLog log;
    private final Set<PayoutEvent> alarms = EnumSet.noneOf(PayoutEvent.class);
    private final ChainFollower follower;
    private final Requests requests;
    private final Settlement settlement;
    private final Broadcasts broadcasts;
    private final Batches batches;
    private final Replacements replacements;
    private final Schemes schemes;
    private final Commands commands;
    private final OwnLog ownLog;
    private final WalletWatch walletWatch;
    private final Adoptions adoptions;

    /** Of a host without a log to compare with. */
    public Payouts(PayoutRules rules, PayoutStore store, PayoutChain chain, PayoutLog listener) {
        this(rules, store, chain, PublishedLog.EMPTY, listener);
    }

    /** @param published what this service told in earlier terms */
    public Payouts(
            PayoutRules rules, PayoutStore store, PayoutChain chain, PublishedLog published, PayoutLog listener) {
        this.rules = rules;
        this.store = store;
        this.log = (event, about, detail) -> {
            if (event.isAlarm()) {
                alarms.add(event);
            }
            listener.note(event, about, detail);
        };
        Desk desk = new Desk(rules, store, chain, log);
        Orders orders = new Orders(rules.chain().name(), log);
        this.follower = new ChainFollower(desk);
        Approvals approvals = new Approvals(orders, log);
        this.requests = new Requests(desk, orders, approvals);
        this.settlement = new Settlement(desk, orders);
        this.broadcasts = new Broadcasts(desk, orders);
        this.adoptions = new Adoptions(desk, orders);
        Families families = new Families();
        this.ownLog = new OwnLog(desk, published, orders, families);
        this.walletWatch = new WalletWatch(desk, families);
        this.batches = new Batches(desk, orders, approvals, adoptions, broadcasts, walletWatch);
        this.replacements = new Replacements(desk, orders, broadcasts);
        this.schemes = new Schemes(rules.chain().name());
        this.commands = new Commands(rules, schemes, approvals, adoptions);
    }

    /**
     * To be called once before the others. Gives schemes that nobody has edited yet the configured values, on the first
     * start of all, and the threshold of approval until a command has set one; afterwards they change by command alone.
     *
     * @param approvalAbove reserved amounts from this one on wait for an operator; empty when none does
     */
    public void start(List<Scheme> configured, Optional<Sats> approvalAbove) {
        store.transact(tx -> {
            WalletWatch.begin(tx);
            if (tx.schedules().approval().version() == 0) {
                tx.schedules().save(new Approval(0, approvalAbove));
            }
            for (Scheme scheme : configured) {
                Optional<Scheme> stored = tx.schedules().scheme(scheme.name());
                if (stored.isEmpty() || stored.get().version() == 0) {
                    Scheme first = new Scheme(
                            scheme.name(),
                            1,
                            scheme.blockInterval(),
                            scheme.timeIntervalMinutes(),
                            scheme.description());
                    tx.schedules().save(first);
                    tx.publish(SchemeChanged.TOPIC, first.told());
                }
            }
            if (tx.schedules().scheme(rules.defaultScheme()).isEmpty()) {
                throw new IllegalStateException("no payment scheme is called " + rules.defaultScheme());
            }
            return true;
        });
    }

    /** Balances may come in any number and again; only newer versions count. */
    public void onBalanceChanged(BalanceChanged record, long nowMs) {
        ownLog.requireCompared();
        requests.onBalance(record, nowMs);
    }

    public void onAnswered(PayoutAnswered answer, long nowMs) {
        ownLog.requireCompared();
        requests.onAnswer(answer, nowMs);
    }

    /** Answered once, whatever becomes of it; commands for other services are ignored. */
    public void onCommand(AdminCommand command, long nowMs) {
        ownLog.requireCompared();
        store.transact(tx -> {
            commands.on(tx, command, nowMs);
            return true;
        });
    }

    /**
     * Everything that time and the chain bring about: follow, settle, broadcast, compare, ask, replace, bind.
     *
     * @return the alarms that were raised since the last tick, empty when all is well
     */
    public Set<PayoutEvent> tick(long nowMs) {
        try {
            Optional<ChainFollower.Progress> progress = follow();
            if (ownLog.compare(nowMs) && progress.isPresent()) {
                advance(progress.get(), nowMs);
            }
        } catch (ChainFault fault) {
            log.note(PayoutEvent.NODE_FAULT, About.ALL, String.valueOf(fault.getMessage()));
        }
        Set<PayoutEvent> raised = Set.copyOf(alarms);
        alarms.clear();
        return raised;
    }

    private Optional<ChainFollower.Progress> follow() {
        try {
            ChainFollower.Progress progress = follower.follow();
            if (progress.reorganized()) {
                log.note(PayoutEvent.REORGANIZED, About.ALL, "blocks were taken back");
            }
            return Optional.of(progress);
        } catch (ChainFault fault) {
            log.note(PayoutEvent.NODE_FAULT, About.ALL, String.valueOf(fault.getMessage()));
            return Optional.empty();
        }
    }

    private void advance(ChainFollower.Progress progress, long nowMs) {
        settlement.run(nowMs);
        store.transact(tx -> {
            schemes.run(tx, nowMs);
            return true;
        });
        if (progress.caughtUp()) {
            broadcasts.run(progress.reorganized(), nowMs);
        }
        // What is stored goes its way; nothing new begins before log, wallet and books tell the same story.
        if (!walletWatch.compare(nowMs)) {
            return;
        }
        adoptions.run(nowMs);
        if (ownLog.commandsObeyed()) {
            requests.run(nowMs);
            if (progress.caughtUp()) {
                replacements.run(nowMs);
                batches.run(nowMs);
            }
        }
    }

    /** Whether this term knows what earlier ones told; before that no record may be handed over. */
    public boolean hasCompared() {
        return ownLog.hasCompared();
    }
}

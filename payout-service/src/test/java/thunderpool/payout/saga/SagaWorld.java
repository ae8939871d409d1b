package thunderpool.payout.saga;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Transaction;
import thunderpool.bitcoin.TxOutput;
import thunderpool.payout.batch.BatchRules;
import thunderpool.payout.memory.MemoryPayoutStore.Published;
import thunderpool.payout.order.Adopted;
import thunderpool.payout.order.Family;
import thunderpool.payout.order.Order;
import thunderpool.payout.port.PayoutEvent;
import thunderpool.payout.port.PayoutStore;
import thunderpool.payout.port.PayoutStore.FencedException;
import thunderpool.payout.port.PayoutTx;
import thunderpool.payout.saga.Faults.Crash;
import thunderpool.payout.schedule.Scheme;
import thunderpool.topics.PayoutChanged;
import thunderpool.topics.PayoutChanged.State;
import thunderpool.topics.PayoutRequested;
import thunderpool.topics.PayoutSettled;
import thunderpool.topics.Received;

/**
 * One seed's world: the saga, a chain, accounting and the topics between them, all of which fail. After every step no
 * account has got more than the ledger set aside for it; after healing every order has ended exactly once.
 */
public final class SagaWorld {

    static final int SETTLE = 3;
    static final int WATCH = 12;

    /** What may happen beside faults of calls and processes. */
    record Weather(int deepestReorg, boolean strangers) {}

    static final PayoutRules RULES = new PayoutRules(
            Chain.BITCOIN_REGTEST,
            Sats.of(20_000),
            Sats.of(10_000),
            "blocks",
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            1,
            SETTLE,
            WATCH,
            2,
            2,
            Duration.ofSeconds(30),
            new BatchRules(4, 20_000, Sats.of(1_000), 1, 40, 3));

    final Map<PayoutEvent, Integer> events = new EnumMap<>(PayoutEvent.class);
    final Faults faults;
    final FakeChain chain;
    final FakeAccounting accounting = new FakeAccounting(RULES.chain().name());
    private final Stores store;
    private final SplittableRandom random;
    private final Weather weather;
    private final List<Script> accounts = new ArrayList<>();
    private final Deque<Published<?>> fromPayout = new ArrayDeque<>();
    private final List<Payouts> ghosts = new ArrayList<>();
    private final Operator operator;
    private final int richness;
    private final List<Received<PayoutChanged>> log = new ArrayList<>();
    private Optional<Runnable> backup = Optional.empty();
    private boolean restored;
    private Payouts payouts;
    int fencedGhosts;
    long nowMs = 1_790_000_000_000L;

    /** Where a world keeps the saga's state, whoever holds the lease. */
    public interface Stores {
        /** The store of a new lease term; fences the earlier ones. */
        PayoutStore term();

        /** Takes what was published since the last call. */
        List<Published<?>> drain();

        /** Keeps a backup; running it puts that in the place of everything. */
        default Optional<Runnable> backup() {
            return Optional.empty();
        }

        /** Reads without a lease. */
        <T> T peek(Function<PayoutTx, T> query);
    }

    SagaWorld(long seed, Weather weather, Stores store) {
        this.store = store;
        this.random = new SplittableRandom(seed);
        this.weather = weather;
        this.richness = 20_000 << random.nextInt(7);
        this.faults = new Faults(random.split(), random.nextDouble() * 0.02, random.nextDouble() * 0.05);
        this.chain = new FakeChain(random.split(), faults);
        for (int i = 0; i < 6; i++) {
            accounts.add(chain.freshScript());
        }
        Sats firstReward = Sats.of(30_000L << random.nextInt(7));
        for (int i = 0; i < WATCH + 6; i++) {
            chain.mine(firstReward, 1);
        }
        this.operator = new Operator(random.split(), store, accounts);
        chain.signatures = operator::mayBeSigned;
        payouts = fresh();
    }

    /** A new process takes the lease; the old one may live on as a ghost. Its log is as long as what was published. */
    private Payouts fresh() {
        PayoutStore term = store.term();
        Payouts started = new Payouts(
                RULES,
                new CrashingStore(term),
                chain,
                new OwnRecords(log, faults, operator.commands),
                (event, about, detail) -> events.merge(event, 1, Integer::sum));
        while (true) {
            try {
                started.start(
                        List.of(new Scheme("blocks", 0, 3, 0, "every 3"), new Scheme("time", 0, 0, 10, "10 min")),
                        Optional.of(Sats.of(100_000)));
                return started;
            } catch (Crash crash) {
                faults.crashes++;
            }
        }
    }

    void keepBackup() {
        backup = store.backup();
    }

    /**
     * The database is lost, with what it had not published yet, and an old backup takes its place; log, chain and
     * accounting stay. Everything is read again from the beginning.
     */
    void restore() {
        backup.orElseThrow().run();
        ghosts.clear();
        accounting.replay();
        payouts = fresh();
        operator.commands.clear();
        operator.commands.addAll(operator.sent);
        restored = true;
    }

    /** What a restored database cannot know by itself, an operator says. */
    private void reconcile() {
        if (restored) {
            operator.reconcile(chain, nowMs);
        }
    }

    /** Dies before a transaction, or right after its commit. */
    private final class CrashingStore implements PayoutStore {
        private final PayoutStore inner;

        CrashingStore(PayoutStore inner) {
            this.inner = inner;
        }

        @Override
        public <T> T transact(Function<PayoutTx, T> work) {
            faults.maybeCrash("before a transaction");
            T result = inner.transact(work);
            faults.maybeCrash("after a commit");
            return result;
        }
    }

    private boolean survives(Runnable step) {
        try {
            step.run();
            return true;
        } catch (Crash crash) {
            payouts = fresh();
            return false;
        }
    }

    void step() {
        nowMs += 1_000 + random.nextInt(9_000);
        reconcile();
        deliver();
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> chain.mine(reward(), random.nextDouble());
            case 3 ->
                chain.reorganize(
                        1 + random.nextInt(weather.deepestReorg), random.nextDouble(), random.nextDouble(), reward());
            case 4 -> chain.restart();
            case 5 -> chain.evict();
            case 13 -> {
                // Behind a reorganization deeper than a settlement an older attempt could undo it: nobody is immune to
                // that.
                if (weather.deepestReorg < SETTLE) {
                    chain.gossip();
                }
            }
            case 6 -> {
                if (weather.strangers && faults.chance(0.3)) {
                    chain.spendByStranger(reward());
                }
            }
            case 7 -> chain.mempoolMinimum = faults.chance(0.3) ? 1 + random.nextInt(15) : 1;
            case 8 -> chain.feeEstimate = random.nextInt(12);
            case 9 -> chain.tampers = faults.chance(0.2);
            case 10, 11 -> credit();
            case 12 -> ghost();
            case 14 -> operator.decide(nowMs);
            default -> {}
        }
        survives(() -> payouts.tick(nowMs));
        nobodyGotTooMuch();
    }

    private Sats reward() {
        return Sats.of(50_000 + random.nextInt(300_000));
    }

    private void credit() {
        Script account = accounts.get(random.nextInt(accounts.size()));
        if (faults.chance(0.1)) {
            accounting.takeBack(account);
        } else {
            accounting.credit(account, 500 + random.nextInt(richness), random.nextBoolean() ? "blocks" : "time");
        }
    }

    /** Another instance takes over while this one lives: whatever the ghost still does must change nothing. */
    private void ghost() {
        ghosts.add(payouts);
        payouts = fresh();
        Payouts ghost = ghosts.get(random.nextInt(ghosts.size()));
        int timeouts = faults.timeouts;
        try {
            ghost.tick(nowMs);
            if (faults.timeouts == timeouts) {
                throw new AssertionError("a ghost's tick was not fenced");
            }
        } catch (FencedException fenced) {
            fencedGhosts++;
        } catch (Crash crash) {
            ghosts.remove(ghost);
        }
    }

    /** Topics deliver in order, at least once, late, and again from an earlier position. */
    private void deliver() {
        for (Published<?> published : store.drain()) {
            fromPayout.add(published);
            if (published.value() instanceof PayoutChanged changed) {
                log.add(new Received<>(PayoutChanged.TOPIC, 0, log.size(), nowMs, changed));
            }
        }
        while (!fromPayout.isEmpty() && !faults.chance(0.2)) {
            Published<?> next = fromPayout.removeFirst();
            hear(next.value());
            if (faults.chance(0.1)) {
                hear(next.value());
            }
        }
        if (!payouts.hasCompared()) {
            return;
        }
        feed(accounting.balancesOut, balance -> payouts.onBalanceChanged(balance, nowMs));
        feed(accounting.answersOut, answer -> payouts.onAnswered(answer, nowMs));
        feed(operator.commands, command -> payouts.onCommand(command, nowMs));
    }

    private void hear(Object value) {
        switch (value) {
            case PayoutRequested request -> accounting.on(request);
            case PayoutSettled settlement -> accounting.on(settlement);
            default -> {}
        }
    }

    /** A record stays at the head until its handler came back: a crash after the commit brings it again. */
    private <T> void feed(Queue<T> queue, Consumer<T> handler) {
        while (!queue.isEmpty() && !faults.chance(0.2)) {
            T head = queue.element();
            if (!payouts.hasCompared()) {
                return;
            }
            if (survives(() -> handler.accept(head)) && !faults.chance(0.1)) {
                queue.remove();
            }
        }
    }

    /** No more faults: everything must end by itself. */
    void heal() {
        faults.heal();
        chain.tampers = false;
        chain.mempoolMinimum = 1;
        chain.feeEstimate = 2;
        for (int i = 0; i < 3000 && !isQuiet(); i++) {
            nowMs += 20_000;
            operator.letAllGo(nowMs);
            reconcile();
            deliver();
            payouts.tick(nowMs);
            if (i % 3 == 0) {
                chain.mine(Sats.of(3_000_000), 1);
            }
            nobodyGotTooMuch();
        }
        if (!isQuiet()) {
            throw new AssertionError("not everything ended: " + openOrders() + ", " + openFamilies() + ", "
                    + this.<List<Adopted>>read(tx -> tx.adoptions().inState(Adopted.State.OPEN)) + ", "
                    + this.<List<Adopted>>read(tx -> tx.adoptions().inState(Adopted.State.VOID)) + ", " + events);
        }
    }

    private boolean isQuiet() {
        return openOrders().isEmpty()
                && openFamilies().isEmpty()
                && fromPayout.isEmpty()
                && accounting.answersOut.isEmpty()
                && accounting.accounts.values().stream()
                        .allMatch(money -> money.payable < RULES.minimum().value() && money.reserved == 0);
    }

    private List<Order> openOrders() {
        List<Order> open = new ArrayList<>();
        for (State state : State.values()) {
            if (Order.isOpen(state)) {
                open.addAll(read(tx -> tx.orders().inState(state, 1000)));
            }
        }
        return open;
    }

    private List<Family> openFamilies() {
        return read(tx -> tx.families().open());
    }

    private <T> T read(Function<PayoutTx, T> query) {
        return store.peek(query);
    }

    /** On the active chain, at any time: no more than what the ledger has reserved or posted as paid. */
    private void nobodyGotTooMuch() {
        Map<Script, Long> got = received();
        accounting.accounts.forEach((account, money) -> {
            long coins = got.getOrDefault(account, 0L);
            if (coins > money.reserved + money.paid) {
                throw new AssertionError(
                        "account " + account + " got " + coins + " of " + (money.reserved + money.paid));
            }
            if (money.payable + money.reserved + money.paid != money.credited || money.reserved < 0) {
                throw new AssertionError("the ledger of " + account + " does not add up");
            }
        });
    }

    private Map<Script, Long> received() {
        Map<Script, Long> got = new java.util.HashMap<>();
        for (Transaction tx : chain.activeTransactions()) {
            for (TxOutput output : tx.outputs()) {
                got.merge(output.script(), output.value().value(), Long::sum);
            }
        }
        return got;
    }

    /** @return orders paid and orders returned, after checking each against the chain */
    int[] audit() {
        return new SagaAudit(store, accounting, chain).ends(received());
    }
}

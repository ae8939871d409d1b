package thunderpool.lab.e2e.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.payout.batch.BatchRules;
import thunderpool.payout.memory.MemoryPayoutStore;
import thunderpool.payout.memory.MemoryPayoutStore.Published;
import thunderpool.payout.order.Order;
import thunderpool.payout.port.PayoutStore;
import thunderpool.payout.port.PayoutStore.FencedException;
import thunderpool.payout.port.PayoutTx;
import thunderpool.payout.saga.PayoutRules;
import thunderpool.payout.saga.Payouts;
import thunderpool.payout.schedule.Scheme;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.BalanceChanged;
import thunderpool.topics.PayoutAnswered;
import thunderpool.topics.PayoutChanged;
import thunderpool.topics.PayoutChanged.State;
import thunderpool.topics.Received;
import thunderpool.topics.Topic;

/**
 * Payout-service in terms of its lease: one term works, earlier ones live on as ghosts that must change nothing. It dies
 * at every call and around every commit, and is fed records again.
 */
final class PayoutHost {

    static final int SETTLE = 3;

    private static final PayoutRules RULES = new PayoutRules(
            SimChain.CHAIN,
            Sats.of(50_000),
            Sats.of(10_000),
            "blocks",
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            1,
            SETTLE,
            SimChain.MATURITY,
            2,
            2,
            Duration.ofSeconds(30),
            new BatchRules(4, 20_000, Sats.of(1_000), 1, 40, 3));

    private static final List<Scheme> SCHEMES =
            List.of(new Scheme("blocks", 0, 3, 0, "every 3"), new Scheme("time", 0, 0, 2, "2 min"));

    private final Broker broker;
    private final Dice dice;
    private final SimWallet wallet;
    private final Outbox outbox;
    private final boolean forgets;
    private final Map<Topic<?>, Long> positions = new HashMap<>();
    private final List<Payouts> ghosts = new ArrayList<>();
    private MemoryPayoutStore database = new MemoryPayoutStore();
    private Payouts payouts;
    int crashes;
    int fenced;

    PayoutHost(Broker broker, Dice dice, SimWallet wallet, boolean forgets) {
        this.broker = broker;
        this.dice = dice;
        this.wallet = wallet;
        this.outbox = new Outbox(broker, dice);
        this.forgets = forgets;
        wallet.blind = forgets;
        this.payouts = freshTerm();
    }

    private Payouts freshTerm() {
        if (forgets) {
            database = new MemoryPayoutStore();
        }
        Payouts term =
                new Payouts(RULES, new MortalStore(database.term()), wallet, this::told, (event, about, detail) -> {});
        while (true) {
            try {
                term.start(SCHEMES, Optional.of(Sats.of(2_000_000)));
                return term;
            } catch (Dice.Killed killed) {
                crashes++;
            }
        }
    }

    /** A host that forgets has nothing to compare with either. */
    private void told(long sinceMs, Consumer<Received<PayoutChanged>> reader) {
        if (!forgets) {
            int records = Math.toIntExact(broker.end(PayoutChanged.TOPIC, 0));
            broker.read(PayoutChanged.TOPIC, 0, 0, records).stream()
                    .filter(received -> received.appendTimeMs() >= sinceMs)
                    .forEach(reader);
        }
    }

    /** Dies before a transaction, or right after its commit. */
    private final class MortalStore implements PayoutStore {
        private final PayoutStore inner;

        MortalStore(PayoutStore inner) {
            this.inner = inner;
        }

        @Override
        public <T> T transact(Function<PayoutTx, T> work) {
            maybeDie("before a transaction");
            T result = inner.transact(work);
            maybeDie("after a commit");
            return result;
        }

        private void maybeDie(String where) {
            if (dice.fault(0.003)) {
                throw new Dice.Killed("payout-service " + where);
            }
        }
    }

    void step(long nowMs) {
        if (dice.fault(0.01)) {
            ghosts.add(payouts);
            payouts = freshTerm();
        }
        if (!ghosts.isEmpty() && dice.fault(0.1)) {
            haunt(dice.pick(ghosts), nowMs);
        }
        survive(() -> {
            if (payouts.hasCompared()) {
                feed(BalanceChanged.TOPIC, record -> payouts.onBalanceChanged(record, nowMs));
                feed(PayoutAnswered.TOPIC, record -> payouts.onAnswered(record, nowMs));
                feed(AdminCommand.TOPIC, record -> payouts.onCommand(record, nowMs));
            }
            if (dice.chance(0.7)) {
                payouts.tick(nowMs);
            }
        });
        for (Published<?> published : database.drain()) {
            put(published);
        }
        outbox.pump();
    }

    private <T> void put(Published<T> published) {
        outbox.put(published.topic(), published.value());
    }

    private void survive(Runnable work) {
        try {
            work.run();
        } catch (Dice.Killed killed) {
            crashes++;
            payouts = freshTerm();
        }
    }

    private void haunt(Payouts ghost, long nowMs) {
        try {
            ghost.tick(nowMs);
        } catch (FencedException refused) {
            fenced++;
        } catch (Dice.Killed killed) {
            ghosts.remove(ghost);
        }
    }

    /** Positions move behind the work: what a crash left between comes again. */
    private <T> void feed(Topic<T> topic, Consumer<T> handler) {
        long from = positions.getOrDefault(topic, 0L);
        for (Received<T> record : broker.read(topic, 0, from, 1 + dice.below(8))) {
            handler.accept(record.value());
            if (!dice.fault(0.2)) {
                positions.put(topic, record.offset() + 1);
            }
        }
    }

    /** Every order has ended, every family of transactions is over, and nobody is owed a payment. */
    boolean isQuiet() {
        return outbox.isEmpty()
                && positions.getOrDefault(BalanceChanged.TOPIC, 0L) == broker.end(BalanceChanged.TOPIC, 0)
                && positions.getOrDefault(PayoutAnswered.TOPIC, 0L) == broker.end(PayoutAnswered.TOPIC, 0)
                && database.<Boolean>peek(tx -> tx.families().open().isEmpty() && openOrders(tx) == 0);
    }

    private static int openOrders(PayoutTx tx) {
        int open = 0;
        for (State state : State.values()) {
            open += Order.isOpen(state) ? tx.orders().inState(state, 1_000).size() : 0;
        }
        return open;
    }

    /** Orders that an operator must let go. */
    List<Hash256> waiting() {
        return database.peek(tx -> tx.orders().inState(State.AWAITING_APPROVAL, 100).stream()
                .map(Order::id)
                .toList());
    }

    Sats minimum() {
        return RULES.minimum();
    }

    int repeated() {
        return outbox.repeated();
    }
}

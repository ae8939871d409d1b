package thunderpool.payout.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import thunderpool.bitcoin.Hash256;
import thunderpool.payout.port.AdoptionBook;
import thunderpool.payout.port.ChainBook;
import thunderpool.payout.port.FamilyBook;
import thunderpool.payout.port.OrderBook;
import thunderpool.payout.port.PayoutStore;
import thunderpool.payout.port.PayoutTx;
import thunderpool.payout.port.ScheduleBook;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.MemoryTopics;
import thunderpool.topics.Topic;

/**
 * The store without a database, for simulations: the same constraints, transactions by copy. {@link #term} hands out the
 * store of a new lease term and fences the earlier ones. Not thread-safe.
 */
public final class MemoryPayoutStore {

    private MemoryRows rows = new MemoryRows();
    private long term;
    private final List<Published<?>> outbox = new ArrayList<>();

    /** A record that a committed transaction published, in order. */
    public record Published<T>(Topic<T> topic, T value) {
        public void appendTo(MemoryTopics topics) {
            topics.append(topic, value);
        }
    }

    /** The store for whoever takes the lease now. */
    public PayoutStore term() {
        term++;
        long mine = term;
        return new PayoutStore() {
            @Override
            public <T> T transact(Function<PayoutTx, T> work) {
                if (term != mine) {
                    throw new FencedException("term " + mine + " is over, term " + term + " began");
                }
                MemoryRows copy = rows.copy();
                MemoryTx tx = new MemoryTx(copy);
                T result = work.apply(tx);
                rows = copy;
                outbox.addAll(tx.published);
                return result;
            }
        };
    }

    /** Reads without a lease, as a person would look into the tables; changes are dropped. */
    public <T> T peek(Function<PayoutTx, T> query) {
        return query.apply(new MemoryTx(rows.copy()));
    }

    /** A backup: what is committed now, and what waits in the outbox. */
    public Backup backup() {
        return new Backup(rows, List.copyOf(outbox));
    }

    /** Puts a backup in the place of everything; whoever holds the lease loses it. */
    public void restore(Backup backup) {
        term++;
        loseSince(backup);
    }

    /** The last commits are gone, as after a failover to a server that had not got them; the term goes on and does not notice. */
    public void loseSince(Backup backup) {
        rows = backup.rows.copy();
        outbox.clear();
        outbox.addAll(backup.outbox);
    }

    /** The store at one moment. */
    public static final class Backup {
        private final MemoryRows rows;
        private final List<Published<?>> outbox;

        private Backup(MemoryRows rows, List<Published<?>> outbox) {
            this.rows = rows;
            this.outbox = outbox;
        }
    }

    /** Takes what was published since the last call. */
    public List<Published<?>> drain() {
        List<Published<?>> drained = List.copyOf(outbox);
        outbox.clear();
        return drained;
    }

    private static final class MemoryTx implements PayoutTx {
        private final MemoryRows rows;
        private final List<Published<?>> published = new ArrayList<>();

        MemoryTx(MemoryRows rows) {
            this.rows = rows;
        }

        @Override
        public OrderBook orders() {
            return rows.orders;
        }

        @Override
        public FamilyBook families() {
            return rows.families;
        }

        @Override
        public ScheduleBook schedules() {
            return rows.schedules;
        }

        @Override
        public ChainBook chain() {
            return rows.chain;
        }

        @Override
        public AdoptionBook adoptions() {
            return rows.adoptions;
        }

        @Override
        public <T> void publish(Topic<T> topic, T value) {
            published.add(new Published<>(topic, value));
        }

        @Override
        public Optional<CommandAnswered> answerTo(Hash256 commandId) {
            return Optional.ofNullable(rows.answers.get(commandId));
        }

        @Override
        public void keepAnswer(CommandAnswered answer) {
            rows.answers.put(answer.commandId(), answer);
        }
    }

    /** Everything a transaction may change; copied whole, because the values are immutable and the maps small. */
    private record MemoryRows(
            MemoryOrders orders,
            MemoryFamilies families,
            MemorySchedules schedules,
            MemoryChain chain,
            MemoryAdoptions adoptions,
            Map<Hash256, CommandAnswered> answers) {

        MemoryRows() {
            this(new MemoryOrders(), new MemoryFamilies(), new MemoryChain());
        }

        private MemoryRows(MemoryOrders orders, MemoryFamilies families, MemoryChain chain) {
            this(orders, families, new MemorySchedules(orders), chain, new MemoryAdoptions(), new HashMap<>());
        }

        MemoryRows copy() {
            MemoryOrders copied = orders.copy();
            return new MemoryRows(
                    copied,
                    families.copy(),
                    schedules.copy(copied),
                    chain.copy(),
                    adoptions.copy(),
                    new HashMap<>(answers));
        }
    }
}

package thunderpool.accounting;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import thunderpool.accounting.account.Account;
import thunderpool.accounting.account.Accounts;
import thunderpool.accounting.epoch.EpochBook;
import thunderpool.accounting.ledger.Alarms;
import thunderpool.accounting.ledger.Outgoing;
import thunderpool.accounting.payout.Reservation;
import thunderpool.accounting.payout.Reservations;
import thunderpool.accounting.payout.Spoken;
import thunderpool.accounting.reward.Fee;
import thunderpool.accounting.reward.FeeBook;
import thunderpool.accounting.window.Seals;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.runtime.sql.Transactions;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.EpochClosed;
import thunderpool.topics.Received;
import thunderpool.topics.StatementIssued;
import thunderpool.topics.Topic;
import thunderpool.work.Miner;
import thunderpool.work.RewardSystem;

/**
 * Accounting without a database: the same core over maps, for tests and the whole-pool simulation. One thread. A
 * transaction that throws puts everything back, and what it wanted to publish is never seen.
 */
public final class MemoryAccounting {

    /** A record on its way to the log. */
    public record Published<T>(Topic<T> topic, T value) {
        /** Hands the record with its topic's type to whoever appends it. */
        public void to(Log log) {
            log.append(topic, value);
        }
    }

    /** Where published records go. */
    public interface Log {
        <T> void append(Topic<T> topic, T value);
    }

    final MemoryAccounts accounts = new MemoryAccounts();
    final MemoryContributions contributions = new MemoryContributions();
    final MemoryLedger ledger;
    final MemoryBlockBook blocks = new MemoryBlockBook();
    private final MemoryRest rest = new MemoryRest();
    private final Accounting core;
    private Runnable beforeCommit = () -> {};

    public MemoryAccounting(AccountingRules rules) {
        this(rules, Spoken.NOTHING);
    }

    MemoryAccounting(AccountingRules rules, Spoken spoken) {
        ledger = new MemoryLedger(rest.reservations, blocks);
        Stores stores = new Stores(
                accounts, contributions, rest, ledger, rest, blocks, rest, rest, rest, rest.answerBook(), rest);
        core = new Accounting(rules, stores, new MemoryTransactions(), rest::advance, spoken);
        core.start();
    }

    public Accounting core() {
        return core;
    }

    /** Runs at the end of every transaction, inside of it: what throws there kills the process just before its commit. */
    public void beforeCommit(Runnable last) {
        beforeCommit = last;
    }

    public MemoryLedger ledger() {
        return ledger;
    }

    public MemoryContributions contributions() {
        return contributions;
    }

    /** The offset to read next; 0 for a partition never folded. */
    public long position(Topic<?> topic, int partition) {
        return rest.positions.getOrDefault(topic.name() + "-" + partition, 0L);
    }

    public boolean isHalted() {
        return rest.isHalted();
    }

    public List<EpochClosed> epochs() {
        return List.copyOf(rest.epochs);
    }

    public List<StatementIssued> statements() {
        return List.copyOf(rest.statements);
    }

    public List<Reservation> reservations() {
        return List.copyOf(rest.reservations.values());
    }

    /** Hands over what was committed since the last call and forgets it: the outbox, published. */
    public void publish(Log log) {
        List<Published<?>> committed = List.copyOf(rest.outbox);
        rest.outbox.clear();
        committed.forEach(record -> record.to(log));
    }

    /** Everything small, in one place: each interface is a map or a list. */
    private static final class MemoryRest implements Seals, Alarms, EpochBook, FeeBook, Reservations, Outgoing {
        private final Map<Integer, Long> seals = new HashMap<>();
        private final Map<String, Long> positions = new HashMap<>();
        private final List<String> alarms = new ArrayList<>();
        private final List<Fee> fees = new ArrayList<>();
        private final List<EpochClosed> epochs = new ArrayList<>();
        private final List<StatementIssued> statements = new ArrayList<>();
        private final Map<Hash256, Reservation> reservations = new HashMap<>();
        private final Map<Hash256, CommandAnswered> answers = new HashMap<>();
        private final List<Published<?>> outbox = new ArrayList<>();
        private long nextSlice;

        Runnable snapshot() {
            List<Runnable> undo = List.of(
                    undo(seals),
                    undo(positions),
                    undo(alarms),
                    undo(fees),
                    undo(epochs),
                    undo(statements),
                    undo(reservations),
                    undo(answers),
                    undo(outbox));
            long slice = nextSlice;
            return () -> {
                undo.forEach(Runnable::run);
                nextSlice = slice;
            };
        }

        void advance(List<? extends Received<?>> batch) {
            for (Received<?> record : batch) {
                String key = record.topic().name() + "-" + record.partition();
                if (record.offset() < positions.getOrDefault(key, 0L)) {
                    throw new IllegalStateException(key + " is folded beyond offset " + record.offset());
                }
                positions.put(key, record.offset() + 1);
            }
        }

        CommandAnswers answerBook() {
            return new CommandAnswers() {
                @Override
                public Optional<CommandAnswered> find(Hash256 commandId) {
                    return Optional.ofNullable(answers.get(commandId));
                }

                @Override
                public void add(CommandAnswered answer) {
                    answers.put(answer.commandId(), answer);
                }
            };
        }

        @Override
        public void seal(Map<Integer, Long> slices) {
            slices.forEach((partition, slice) -> seals.merge(partition, slice, Math::max));
        }

        @Override
        public Map<Integer, Long> sealed() {
            return Map.copyOf(seals);
        }

        @Override
        public void raise(String kind, String detail, long atMs) {
            String alarm = kind + ": " + detail;
            if (!alarms.contains(alarm)) {
                alarms.add(alarm);
            }
        }

        @Override
        public boolean stands(String kind) {
            return alarms.stream().anyMatch(alarm -> alarm.startsWith(kind + ": "));
        }

        @Override
        public int standing() {
            return alarms.size();
        }

        @Override
        public void clearKind(String kind, String author, String reason, long atMs) {
            alarms.removeIf(alarm -> alarm.startsWith(kind + ": "));
        }

        @Override
        public int clear(String author, String reason, long atMs) {
            int stood = alarms.size();
            alarms.clear();
            return stood;
        }

        @Override
        public long nextSlice(int slicesPerEpoch) {
            return nextSlice;
        }

        @Override
        public void moveTo(long slice) {
            nextSlice = slice;
        }

        @Override
        public void close(EpochClosed epoch, List<StatementIssued> issued, long atMs) {
            epochs.add(epoch);
            statements.addAll(issued);
        }

        @Override
        public Optional<Fee> newest(RewardSystem system) {
            return at(system, Long.MAX_VALUE);
        }

        @Override
        public Optional<Fee> at(RewardSystem system, long slice) {
            return fees.stream()
                    .filter(fee -> fee.rewardSystem() == system && fee.fromSlice() <= slice)
                    .reduce((older, newer) -> newer);
        }

        @Override
        public void add(Fee fee) {
            fees.add(fee);
        }

        @Override
        public Optional<Reservation> find(Hash256 orderId) {
            return Optional.ofNullable(reservations.get(orderId));
        }

        @Override
        public boolean hasOpen(Script account) {
            return reservations.values().stream()
                    .anyMatch(order -> order.state() == Reservation.State.OPEN
                            && order.account().equals(account));
        }

        @Override
        public void add(Reservation reservation) {
            if (reservations.putIfAbsent(reservation.orderId(), reservation) != null) {
                throw new IllegalStateException("order answered twice: " + reservation.orderId());
            }
        }

        @Override
        public void settle(Reservation reservation) {
            reservations.put(reservation.orderId(), reservation);
        }

        @Override
        public <T> void put(Topic<T> topic, T value) {
            outbox.add(new Published<>(topic, value));
        }
    }

    /** Accounts as a map. */
    static final class MemoryAccounts implements Accounts {
        private final Map<Script, Account> accounts = new HashMap<>();

        @Override
        public void ensure(Collection<Miner> miners, long atMs) {
            for (Miner miner : miners) {
                accounts.putIfAbsent(miner.account(), new Account(miner.account(), miner.schemeTag(), false, 0));
            }
        }

        @Override
        public Optional<Account> find(Script script) {
            return Optional.ofNullable(accounts.get(script));
        }

        @Override
        public Map<Script, Account> find(Collection<Script> scripts) {
            Map<Script, Account> found = new HashMap<>();
            scripts.forEach(script -> find(script).ifPresent(account -> found.put(script, account)));
            return found;
        }

        @Override
        public Set<Script> scripts() {
            return Set.copyOf(accounts.keySet());
        }

        @Override
        public Account hold(Script script, boolean held) {
            Account old = find(script).orElseThrow();
            Account changed = new Account(script, old.schemeTag(), held, old.version() + 1);
            accounts.put(script, changed);
            return changed;
        }
    }

    private final class MemoryTransactions implements Transactions {
        @Override
        public <T> T run(Supplier<T> work) {
            List<Runnable> undo = List.of(
                    rest.snapshot(),
                    undo(accounts.accounts),
                    contributions.snapshot(),
                    ledger.snapshot(),
                    blocks.snapshot());
            try {
                T result = work.get();
                beforeCommit.run();
                return result;
            } catch (RuntimeException failed) {
                undo.forEach(Runnable::run);
                throw failed;
            }
        }
    }

    /** How to put a map back as it is now. */
    static <K, V> Runnable undo(Map<K, V> map) {
        return restore(map, new HashMap<>(map), (target, old) -> {
            target.clear();
            target.putAll(old);
        });
    }

    /** How to cut a list that only grows, or is cleared between transactions, back to what it is now. */
    static <E> Runnable undo(List<E> list) {
        return restore(list, new ArrayList<>(list), (target, old) -> {
            target.clear();
            target.addAll(old);
        });
    }

    private static <C> Runnable restore(C target, C old, BiConsumer<C, C> put) {
        return () -> put.accept(target, old);
    }
}

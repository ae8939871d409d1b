package thunderpool.accounting;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import thunderpool.accounting.ledger.Balance;
import thunderpool.accounting.ledger.Ledger;
import thunderpool.accounting.ledger.LedgerAudit;
import thunderpool.accounting.payout.Spoken;
import thunderpool.bitcoin.Script;
import thunderpool.topics.Topic;

/**
 * Accounting over one kind of store, as the stories see it.
 *
 * @param core starts an instance with these rules
 * @param drain what was published since the last call
 */
record TestPool(
        String name,
        Accounting core,
        Function<Script, Balance> balance,
        Supplier<List<Object>> drain,
        Supplier<Boolean> halted,
        Supplier<OptionalLong> firstSlice) {

    @Override
    public String toString() {
        return name;
    }

    static TestPool inMemory(AccountingRules rules) {
        return inMemory(rules, Spoken.NOTHING);
    }

    static TestPool inMemory(AccountingRules rules, Spoken spoken) {
        MemoryAccounting memory = new MemoryAccounting(rules, spoken);
        return new TestPool(
                "memory",
                memory.core(),
                script -> memory.ledger().balance(script),
                () -> {
                    List<Object> records = new ArrayList<>();
                    memory.publish(new MemoryAccounting.Log() {
                        @Override
                        public <T> void append(Topic<T> topic, T value) {
                            records.add(value);
                        }
                    });
                    return records;
                },
                memory::isHalted,
                () -> memory.contributions().firstSliceFrom(0));
    }

    static TestPool inPostgres(PgAccounting postgres, AccountingRules rules) {
        postgres.reset();
        return new TestPool(
                "postgres",
                postgres.core(rules),
                script -> postgres.transactions()
                        .run(() -> postgres.stores().ledger().balance(script)),
                postgres::drainOutbox,
                () -> postgres.transactions()
                        .run(() -> postgres.stores().alarms().isHalted()),
                () -> postgres.transactions()
                        .run(() -> postgres.stores().contributions().firstSliceFrom(0)));
    }

    /** What is published of one kind, taking all other kinds out too. */
    <T> List<T> published(Class<T> kind) {
        return drain.get().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Takes out what was published up to here; answers how much that was. */
    int forgetPublished() {
        return drain.get().size();
    }

    Accounting.Ticked tick() {
        return core.tick(1, Samples.ALL_READ);
    }

    LedgerAudit audit() {
        return core.audit(1, Ledger.Scope.NEW);
    }
}

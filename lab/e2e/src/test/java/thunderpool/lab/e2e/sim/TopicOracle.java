package thunderpool.lab.e2e.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import thunderpool.accounting.MemoryAccounting;
import thunderpool.accounting.ledger.Balance;
import thunderpool.bitcoin.Script;
import thunderpool.topics.BalanceChanged;
import thunderpool.topics.EpochClosed;
import thunderpool.topics.Received;
import thunderpool.topics.StatementIssued;
import thunderpool.topics.Topic;

/** What accounting committed, its topics tell: nothing is missing there, nothing was made up, the newest word is true. */
final class TopicOracle {

    private final Broker broker;
    private final MemoryAccounting accounting;

    TopicOracle(Broker broker, MemoryAccounting accounting) {
        this.broker = broker;
        this.accounting = accounting;
    }

    /** When nothing is under way. */
    void checkQuiet(int credited) {
        same("epochs", distinct(EpochClosed.TOPIC), accounting.epochs());
        same("statements", distinct(StatementIssued.TOPIC), accounting.statements());
        long shares =
                accounting.epochs().stream().mapToLong(EpochClosed::shares).sum();
        Law.holds(shares == credited, "epochs count %s shares, %s were credited", shares, credited);
        Map<Script, BalanceChanged> newest = new HashMap<>();
        for (Received<BalanceChanged> record : broker.all(BalanceChanged.TOPIC, 0, 0)) {
            newest.merge(
                    record.value().account(),
                    record.value(),
                    (old, next) -> next.version() > old.version() ? next : old);
        }
        newest.forEach((account, told) -> {
            Balance balance = accounting.ledger().balance(account);
            Law.holds(
                    balance.payable().equals(told.payable())
                            && balance.immature().equals(told.immature())
                            && balance.reserved().equals(told.reserved())
                            && balance.paid().equals(told.paid())
                            && balance.version() == told.version(),
                    "the newest balance told of %s is %s, the ledger's is %s",
                    account,
                    told,
                    balance);
        });
    }

    private <T> Set<T> distinct(Topic<T> topic) {
        Set<T> records = new LinkedHashSet<>();
        broker.all(topic, 0, 0).forEach(record -> records.add(record.value()));
        return records;
    }

    private static <T> void same(String what, Set<T> told, List<T> committed) {
        Law.holds(told.equals(new HashSet<>(committed)), "%s told are not those committed", what);
        Law.holds(new HashSet<>(committed).size() == committed.size(), "%s were issued twice", what);
    }
}

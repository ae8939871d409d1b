package thunderpool.lab.devnode.mempool;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionInput;
import thunderpool.lab.devnode.chain.OutPoint;

/** BIP 125, opt-in: when a transaction may push out the ones it conflicts with. */
final class Replacement {
    private static final long MAX_SIGNALLING_SEQUENCE = 0xfffffffdL;
    private static final int MAX_REPLACED = 100;

    private Replacement() {}

    /** Empty when nothing stands in the way of {@code entry}, else Core's reason. */
    static Optional<String> check(Mempool pool, MempoolEntry entry, Collection<MempoolEntry> replaced) {
        if (replaced.isEmpty()) {
            return Optional.empty();
        }
        Set<MempoolEntry> direct = new HashSet<>();
        for (TransactionInput input : entry.tx().getInputs()) {
            MempoolEntry spender = pool.spenderOf(OutPoint.spentBy(input));
            if (spender != null) {
                direct.add(spender);
            }
        }
        if (direct.stream().anyMatch(conflict -> !signals(pool, conflict))) {
            return Optional.of("txn-mempool-conflict");
        }
        if (pool.ancestors(entry.tx()).stream().anyMatch(replaced::contains)) {
            return Optional.of("bad-txns-spends-conflicting-tx");
        }
        return newParent(pool, entry, direct).or(() -> fees(entry, direct, replaced));
    }

    static boolean signals(Mempool pool, MempoolEntry entry) {
        return signals(entry.tx()) || pool.ancestors(entry.tx()).stream().anyMatch(ancestor -> signals(ancestor.tx()));
    }

    private static boolean signals(Transaction tx) {
        return tx.getInputs().stream().anyMatch(input -> input.getSequenceNumber() <= MAX_SIGNALLING_SEQUENCE);
    }

    private static Optional<String> newParent(Mempool pool, MempoolEntry entry, Set<MempoolEntry> direct) {
        Set<Sha256Hash> allowed = new HashSet<>();
        for (MempoolEntry conflict : direct) {
            conflict.tx()
                    .getInputs()
                    .forEach(input -> allowed.add(input.getOutpoint().hash()));
        }
        boolean added = entry.tx().getInputs().stream()
                .map(input -> input.getOutpoint().hash())
                .anyMatch(parent -> pool.get(parent) != null && !allowed.contains(parent));
        return added ? Optional.of("replacement-adds-unconfirmed") : Optional.empty();
    }

    private static Optional<String> fees(
            MempoolEntry entry, Set<MempoolEntry> direct, Collection<MempoolEntry> replaced) {
        if (replaced.size() > MAX_REPLACED) {
            return Optional.of("too many potential replacements");
        }
        String prefix = "insufficient fee, rejecting replacement " + entry.txid();
        for (MempoolEntry conflict : direct) {
            if (entry.feeSats() * conflict.vsize() <= conflict.feeSats() * entry.vsize()) {
                return Optional.of(prefix + "; new feerate " + rate(entry) + " <= old feerate " + rate(conflict));
            }
        }
        long old = replaced.stream().mapToLong(MempoolEntry::feeSats).sum();
        if (entry.feeSats() < old) {
            return Optional.of(prefix + ", less fees than conflicting txs; " + entry.feeSats() + " < " + old);
        }
        long relay = Policy.minRelaySats(entry.vsize());
        return entry.feeSats() - old < relay
                ? Optional.of(
                        prefix + ", not enough additional fees to relay; " + (entry.feeSats() - old) + " < " + relay)
                : Optional.empty();
    }

    private static String rate(MempoolEntry entry) {
        long satsPerKvb = entry.feeSats() * 1_000 / entry.vsize();
        return "%d.%08d BTC/kvB".formatted(satsPerKvb / 100_000_000, satsPerKvb % 100_000_000);
    }
}

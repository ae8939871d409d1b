package thunderpool.lab.devnode.mempool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionInput;
import org.jspecify.annotations.Nullable;
import thunderpool.lab.devnode.chain.ChainState;
import thunderpool.lab.devnode.chain.CoinSource;
import thunderpool.lab.devnode.chain.OutPoint;
import thunderpool.lab.devnode.chain.SpendRules;
import thunderpool.lab.devnode.chain.TransactionRules;
import thunderpool.lab.devnode.chain.UnspentOutput;

/**
 * Unconfirmed transactions, in order of arrival, so that parents come before children. Every entry spends coins of the
 * chain or of entries before it, and no two spend the same coin. Not thread-safe.
 */
public final class Mempool implements CoinSource {
    private static final int MAX_FAMILY = 25;

    private final ChainState chain;
    private final Map<Sha256Hash, MempoolEntry> entries = new LinkedHashMap<>();
    private final Map<OutPoint, Sha256Hash> spenders = new HashMap<>();
    private long updates;
    private long sequence = 1;

    public Mempool(ChainState chain) {
        this.chain = chain;
    }

    /** What became of an offered transaction. */
    public sealed interface Admission {
        record Admitted(MempoolEntry entry, List<MempoolEntry> replaced) implements Admission {}

        record Present() implements Admission {}

        /** {@code missingInputs}: unknown coins, which a later parent could bring. */
        record Refused(String reason, boolean missingInputs) implements Admission {}
    }

    /** Admits a transaction or says why not. */
    public Admission accept(Transaction tx, long nowSeconds) {
        Admission judged = judge(tx, nowSeconds);
        if (judged instanceof Admission.Admitted(MempoolEntry entry, List<MempoolEntry> replaced)) {
            replaced.forEach(this::drop);
            entries.put(entry.txid(), entry);
            entry.tx().getInputs().forEach(input -> spenders.put(OutPoint.spentBy(input), entry.txid()));
            updates++;
            sequence++;
        }
        return judged;
    }

    /** The same judgement without admitting it. */
    public Admission judge(Transaction tx, long nowSeconds) {
        Optional<String> bad = TransactionRules.form(tx);
        if (bad.isEmpty() && tx.isCoinBase()) {
            bad = Optional.of("coinbase");
        }
        bad = bad.or(() -> Policy.standard(tx));
        if (bad.isEmpty() && !TransactionRules.isFinal(tx, chain.tip())) {
            bad = Optional.of("non-final");
        }
        if (bad.isPresent()) {
            return new Admission.Refused(bad.get(), false);
        }
        if (entries.containsKey(tx.getTxId())) {
            return new Admission.Present();
        }
        return judgeInputs(tx, nowSeconds);
    }

    private Admission judgeInputs(Transaction tx, long nowSeconds) {
        boolean missing = tx.getInputs().stream().anyMatch(input -> find(OutPoint.spentBy(input)) == null);
        if (missing) {
            return chain.coins().hasOutputOf(tx)
                    ? new Admission.Refused("txn-already-known", false)
                    : new Admission.Refused("bad-txns-inputs-missingorspent", true);
        }
        if (!TransactionRules.sequenceLocksMet(tx, this, chain.tip())) {
            return new Admission.Refused("non-BIP68-final", false);
        }
        return switch (TransactionRules.inputs(tx, this, chain.tip().height() + 1)) {
            case TransactionRules.Inputs.Bad(String reason) -> new Admission.Refused(reason, false);
            case TransactionRules.Inputs.Fee(long sats) -> judgeFee(tx, sats, nowSeconds);
        };
    }

    private Admission judgeFee(Transaction tx, long feeSats, long nowSeconds) {
        int sigOps = SpendRules.sigOpsCost(tx, this);
        int vsize = Policy.vsize(tx, sigOps);
        if (feeSats < Policy.minRelaySats(vsize)) {
            return new Admission.Refused(
                    "min relay fee not met, " + feeSats + " < " + Policy.minRelaySats(vsize), false);
        }
        MempoolEntry entry = new MempoolEntry(
                tx, feeSats, vsize, sigOps, nowSeconds, chain.tip().height(), sequence);
        SequencedSet<MempoolEntry> replaced = new LinkedHashSet<>();
        for (MempoolEntry conflict : conflicts(tx)) {
            replaced.addAll(withDescendants(conflict));
        }
        Optional<String> bad = Replacement.check(this, entry, replaced);
        if (bad.isEmpty() && ancestors(tx).size() >= MAX_FAMILY) {
            bad = Optional.of("too-long-mempool-chain");
        }
        return bad.or(() -> scripts(tx))
                .<Admission>map(reason -> new Admission.Refused(reason, false))
                .orElseGet(() -> new Admission.Admitted(entry, List.copyOf(replaced)));
    }

    private Optional<String> scripts(Transaction tx) {
        for (int i = 0; i < tx.getInputs().size(); i++) {
            UnspentOutput coin = find(OutPoint.spentBy(tx.getInput(i)));
            if (coin != null) {
                Optional<String> bad = SpendRules.check(tx, i, coin);
                if (bad.isPresent()) {
                    return bad.map("mandatory-script-verify-flag-failed (%s)"::formatted);
                }
            }
        }
        return Optional.empty();
    }

    private Set<MempoolEntry> conflicts(Transaction tx) {
        Set<MempoolEntry> found = new LinkedHashSet<>();
        for (TransactionInput input : tx.getInputs()) {
            MempoolEntry spender = spenderOf(OutPoint.spentBy(input));
            if (spender != null) {
                found.add(spender);
            }
        }
        return found;
    }

    /** Unconfirmed transactions that this one stands on, itself not among them. */
    public Set<MempoolEntry> ancestors(Transaction tx) {
        Set<MempoolEntry> found = new LinkedHashSet<>();
        List<Transaction> open = new ArrayList<>(List.of(tx));
        while (!open.isEmpty()) {
            for (TransactionInput input : open.removeLast().getInputs()) {
                MempoolEntry parent = entries.get(input.getOutpoint().hash());
                if (parent != null && found.add(parent)) {
                    open.add(parent.tx());
                }
            }
        }
        return found;
    }

    /** An entry and all that stands on it, parents before children. */
    public SequencedSet<MempoolEntry> withDescendants(MempoolEntry entry) {
        SequencedSet<MempoolEntry> found = new LinkedHashSet<>();
        List<MempoolEntry> open = new ArrayList<>(List.of(entry));
        while (!open.isEmpty()) {
            MempoolEntry next = open.removeLast();
            if (found.add(next)) {
                open.addAll(children(next));
            }
        }
        return found;
    }

    public List<MempoolEntry> children(MempoolEntry entry) {
        List<MempoolEntry> children = new ArrayList<>();
        for (int i = 0; i < entry.tx().getOutputs().size(); i++) {
            MempoolEntry child = spenderOf(OutPoint.of(entry.tx(), i));
            if (child != null) {
                children.add(child);
            }
        }
        return children;
    }

    /** A block came in: its transactions leave, and what conflicts with them goes too. */
    public void confirm(List<Transaction> transactions) {
        for (Transaction tx : transactions) {
            MempoolEntry own = entries.get(tx.getTxId());
            if (own != null) {
                drop(own);
            }
            conflicts(tx).forEach(conflict -> withDescendants(conflict).forEach(this::drop));
        }
        updates++;
    }

    /** After a reorganization: judges everything again, the transactions of the blocks that left first. */
    public void rebuild(List<Transaction> returned, long nowSeconds) {
        List<Transaction> all = new ArrayList<>(returned);
        entries.values().forEach(entry -> all.add(entry.tx()));
        entries.clear();
        spenders.clear();
        updates++;
        all.stream().filter(tx -> !tx.isCoinBase()).forEach(tx -> accept(tx, nowSeconds));
    }

    private void drop(MempoolEntry entry) {
        if (entries.remove(entry.txid()) != null) {
            entry.tx().getInputs().forEach(input -> spenders.remove(OutPoint.spentBy(input), entry.txid()));
            updates++;
            sequence++;
        }
    }

    /** A coin of the chain or of an entry, whether or not another entry spends it. */
    @Override
    public @Nullable UnspentOutput find(OutPoint outPoint) {
        MempoolEntry entry = entries.get(outPoint.txid());
        if (entry == null) {
            return chain.coins().find(outPoint);
        }
        if (outPoint.vout() >= entry.tx().getOutputs().size()) {
            return null;
        }
        var output = entry.tx().getOutput(outPoint.vout());
        String script = HexFormat.of().formatHex(output.getScriptBytes());
        return new UnspentOutput(output.getValue().value, script, chain.tip().height() + 1, false);
    }

    public @Nullable MempoolEntry spenderOf(OutPoint outPoint) {
        Sha256Hash spender = spenders.get(outPoint);
        return spender == null ? null : entries.get(spender);
    }

    /** Whether it or an unconfirmed ancestor signals replacement (BIP 125). */
    public boolean isReplaceable(MempoolEntry entry) {
        return Replacement.signals(this, entry);
    }

    public @Nullable MempoolEntry get(Sha256Hash txid) {
        return entries.get(txid);
    }

    public Collection<MempoolEntry> entries() {
        return List.copyOf(entries.values());
    }

    public int size() {
        return entries.size();
    }

    /** Grows with every change; the second half of a long poll id. */
    public long updates() {
        return updates;
    }

    /** Core's mempool sequence: grows with every transaction that comes or goes. */
    public long sequence() {
        return sequence;
    }
}

package thunderpool.payout.saga;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.OutPoint;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Transaction;
import thunderpool.bitcoin.TxInput;
import thunderpool.payout.order.Adopted;
import thunderpool.payout.order.SeenBlock;
import thunderpool.payout.port.About;
import thunderpool.payout.port.AdoptionBook.Watch;
import thunderpool.payout.port.PayoutChain.Own;
import thunderpool.payout.port.PayoutChain.Sent;
import thunderpool.payout.port.PayoutEvent;
import thunderpool.payout.port.PayoutTx;

/**
 * Compares what left the wallet with the books, at the start of a term, at every block, every few minutes and before orders
 * are bound. What the
 * books do not know stops everything new: either they were restored from an older day than the chain's, or somebody else
 * has the wallet.
 */
final class WalletWatch {

    private static final int TXIDS_TOLD = 3;

    /** Our clock and the broker's agree better than this. */
    private static final long CLOCKS_APART_MS = 600_000;

    private final Desk desk;
    private final Families families;
    private Optional<SeenBlock> comparedAt = Optional.empty();
    private long nextLookMs = Long.MIN_VALUE;

    WalletWatch(Desk desk, Families families) {
        this.desk = desk;
        this.families = families;
    }

    /** Before the chain is followed for the first time. A database that has seen blocks was at work before this watch. */
    static void begin(PayoutTx tx) {
        if (tx.adoptions().watch().isEmpty()) {
            int height = tx.chain().tip().map(SeenBlock::height).orElse(0);
            long logMs = Math.max(0, tx.orders().lastChangeMs() - CLOCKS_APART_MS);
            tx.adoptions().save(new Watch(height, height, logMs));
        }
    }

    /** @return whether every payment of the wallet is known; until then nothing new may be paid */
    boolean compare(long nowMs) {
        Optional<SeenBlock> tip = desk.store().transact(tx -> tx.chain().tip());
        boolean fresh = tip.equals(comparedAt) && nowMs < nextLookMs;
        return fresh ? nothingUnknown() : compareNow(nowMs);
    }

    /**
     * The same, and the wallet is asked now: before orders are bound. A database that loses its last commits in a quick failover
     * shows an order as unpaid whose transaction is on the air, and nothing else tells.
     */
    boolean compareNow(long nowMs) {
        Optional<SeenBlock> tip = desk.store().transact(tx -> tx.chain().tip());
        look(nowMs);
        comparedAt = tip;
        nextLookMs = nowMs + desk.rules().dueInterval().toMillis();
        return nothingUnknown();
    }

    private boolean nothingUnknown() {
        List<Adopted> found = desk.store().transact(tx -> tx.adoptions().inState(Adopted.State.FOUND));
        if (!found.isEmpty()) {
            desk.log().note(PayoutEvent.UNKNOWN_PAYMENT, About.ALL, words(found));
        }
        return found.isEmpty();
    }

    private static String words(List<Adopted> found) {
        Set<Hash256> txids = found.stream().map(Adopted::txid).collect(Collectors.toCollection(LinkedHashSet::new));
        String some = txids.stream().limit(TXIDS_TOLD).map(Hash256::displayHex).collect(Collectors.joining(", "));
        Sats sum = Sats.sum(found.stream().map(Adopted::amount).toList());
        return "the wallet has paid " + sum.value() + " satoshi in " + txids.size()
                + " transactions that the books do not know (" + some + (txids.size() > TXIDS_TOLD ? ", ..." : "")
                + "); nothing new is paid until adopt-payment or ignore-payment";
    }

    private void look(long nowMs) {
        Watch watch = desk.store().transact(tx -> tx.adoptions().watch().orElseThrow());
        int since = Math.max(watch.floor(), watch.height() - desk.rules().watchConfirmations());
        Map<Hash256, List<Sent>> sent = new LinkedHashMap<>();
        for (Sent payment : desk.chain().sentSince(since)) {
            sent.computeIfAbsent(payment.txid(), any -> new ArrayList<>()).add(payment);
        }
        sent.keySet().removeAll(desk.store().transact(tx -> booked(tx, sent.keySet())));
        for (Map.Entry<Hash256, List<Sent>> unknown : sent.entrySet()) {
            notice(unknown.getKey(), unknown.getValue(), nowMs);
        }
        desk.store().transact(tx -> {
            Watch now = tx.adoptions().watch().orElseThrow();
            int height = tx.chain().tip().map(SeenBlock::height).orElse(0);
            tx.adoptions().save(new Watch(now.floor(), height, now.logMs()));
            return true;
        });
    }

    private static Set<Hash256> booked(PayoutTx tx, Set<Hash256> txids) {
        Set<Hash256> booked = new LinkedHashSet<>(tx.families().ours(txids));
        booked.addAll(tx.adoptions().known(txids));
        return booked;
    }

    private void notice(Hash256 txid, List<Sent> outputs, long nowMs) {
        Optional<Own> own = desk.chain().own(txid);
        List<Adopted> replaced = own.map(this::replacedBy).orElse(List.of());
        boolean joined = desk.store().transact(tx -> {
            if (own.isPresent() && families.join(tx, own.get().transaction(), nowMs)) {
                return true;
            }
            List<Adopted> payments = payments(txid, outputs, replaced);
            tx.adoptions().save(payments);
            return payments.stream().noneMatch(payment -> payment.state() == Adopted.State.FOUND);
        });
        if (joined) {
            desk.log().note(PayoutEvent.ADOPTED, About.transaction(txid), "a forgotten replacement");
        }
    }

    /** Orders' payments, known from our own log alone, that can never be in one chain with this transaction. */
    private List<Adopted> replacedBy(Own own) {
        Set<OutPoint> spent = spends(own.transaction());
        return desk.store().transact(tx -> tx.adoptions().inState(Adopted.State.OPEN)).stream()
                .filter(payment -> payment.order().isPresent())
                .filter(payment -> desk.chain()
                        .own(payment.txid())
                        .filter(earlier -> !Collections.disjoint(spent, spends(earlier.transaction())))
                        .isPresent())
                .toList();
    }

    private static Set<OutPoint> spends(Transaction transaction) {
        return transaction.inputs().stream().map(TxInput::previous).collect(Collectors.toSet());
    }

    /** What pays an order's account the order's amount, and can not be beside its first payment, pays that order. */
    private static List<Adopted> payments(Hash256 txid, List<Sent> outputs, List<Adopted> replaced) {
        Map<Script, Sats> sums = new LinkedHashMap<>();
        outputs.forEach(output -> sums.merge(output.script().orElse(Script.EMPTY), output.amount(), Sats::plus));
        List<Adopted> payments = new ArrayList<>();
        sums.forEach((script, sum) -> payments.add(replaced.stream()
                .filter(payment ->
                        payment.account().equals(script) && payment.amount().equals(sum))
                .findFirst()
                .map(payment -> new Adopted(txid, script, sum, payment.order(), Adopted.State.OPEN))
                .orElseGet(() -> new Adopted(txid, script, sum, Optional.empty(), Adopted.State.FOUND))));
        return payments;
    }
}

package thunderpool.payout.saga;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.OutPoint;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Transaction;
import thunderpool.bitcoin.TxInput;
import thunderpool.bitcoin.TxOutput;
import thunderpool.payout.order.Attempt;
import thunderpool.payout.order.Coin;
import thunderpool.payout.order.Family;
import thunderpool.payout.order.Order;
import thunderpool.payout.order.SeenBlock;
import thunderpool.payout.port.PayoutTx;

/** Recognizes an attempt that the books have forgotten: it spends a family's inputs, all of them, and pays its orders. */
final class Families {

    /**
     * Adds the transaction to the open family whose replacement it is.
     *
     * @return false when it is none: then nothing has changed
     */
    boolean join(PayoutTx tx, Transaction transaction, long nowMs) {
        Set<OutPoint> spent =
                transaction.inputs().stream().map(TxInput::previous).collect(Collectors.toSet());
        Optional<Family> family = tx.families().open().stream()
                .filter(open -> spent.equals(new HashSet<>(open.outPoints())))
                .findFirst();
        if (family.isEmpty()) {
            return false;
        }
        Optional<List<Hash256>> paid = paid(
                transaction, family.get(), tx.orders().ofFamily(family.get().id()));
        if (paid.isEmpty()) {
            return false;
        }
        int height = tx.chain().tip().map(SeenBlock::height).orElse(0);
        int number = family.get().attempts().size();
        int rate = feeRate(transaction, family.get());
        tx.families()
                .addAttempt(
                        family.get().id(),
                        new Attempt(transaction.txid(), number, transaction, paid.get(), rate, nowMs, height, true));
        return true;
    }

    /** The orders in the order of the outputs; empty when any output is neither an order's nor the family's change. */
    private static Optional<List<Hash256>> paid(Transaction transaction, Family family, List<Order> orders) {
        List<Order> left = new ArrayList<>(orders);
        List<Hash256> paid = new ArrayList<>();
        for (TxOutput output : transaction.outputs()) {
            Optional<Order> order = left.stream()
                    .filter(bound -> bound.script().equals(output.script())
                            && bound.amount().equals(output.value()))
                    .findFirst();
            if (order.isPresent()) {
                left.remove(order.get());
                paid.add(order.get().id());
            } else if (!output.script().equals(family.changeScript())) {
                return Optional.empty();
            }
        }
        return paid.isEmpty() ? Optional.empty() : Optional.of(paid);
    }

    private static int feeRate(Transaction transaction, Family family) {
        Sats in = Sats.sum(family.inputs().stream().map(Coin::value).toList());
        Sats out = Sats.sum(transaction.outputs().stream().map(TxOutput::value).toList());
        return Math.toIntExact(Math.max(1, in.minus(out).value() / transaction.vsize()));
    }
}

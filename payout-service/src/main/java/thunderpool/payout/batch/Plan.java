package thunderpool.payout.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.OutPoint;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Transaction;
import thunderpool.bitcoin.TxInput;
import thunderpool.bitcoin.TxOutput;
import thunderpool.payout.order.Coin;
import thunderpool.payout.order.Order;

/**
 * A transaction to be made: the inputs are worth exactly the orders, the change and the fee.
 *
 * @param orders paid exactly what is reserved for them, in the order of the outputs
 * @param change empty when it would be dust; it then is part of the fee
 * @param feeRate satoshi per virtual byte that was aimed at
 */
public record Plan(
        List<Coin> inputs, List<Order> orders, Optional<Sats> change, Script changeScript, Sats fee, int feeRate) {

    /** BIP125: below 0xfffffffe the transaction may be replaced. */
    static final int REPLACEABLE = 0xffff_fffd;

    private static final int TX_VERSION = 2;

    public Plan {
        inputs = List.copyOf(inputs);
        orders = List.copyOf(orders);
        Sats in = Sats.sum(inputs.stream().map(Coin::value).toList());
        Sats out = Sats.sum(orders.stream().map(Order::amount).toList())
                .plus(change.orElse(Sats.ZERO))
                .plus(fee);
        if (!in.equals(out)) {
            throw new IllegalArgumentException("a plan of " + in.value() + " in and " + out.value() + " out");
        }
    }

    public List<Hash256> orderIds() {
        return orders.stream().map(Order::id).toList();
    }

    /** Built here rather than by the node's RPC, so that the node has no say in what is paid. */
    public Transaction unsigned() {
        List<TxInput> spends = inputs.stream()
                .map(coin -> new TxInput(coin.outPoint(), Script.EMPTY, REPLACEABLE))
                .toList();
        List<TxOutput> pays = new ArrayList<>();
        orders.forEach(order -> pays.add(new TxOutput(order.amount(), order.script())));
        change.ifPresent(value -> pays.add(new TxOutput(value, changeScript)));
        return new Transaction(TX_VERSION, spends, pays, 0);
    }

    /** Upper bound in weight units. */
    int weight() {
        return TxWeight.ofTransaction(
                inputs.stream().map(Coin::script).toList(),
                unsigned().outputs().stream().map(TxOutput::script).toList());
    }

    /**
     * Compares what the wallet gave back with what was planned: a wallet may only add witnesses.
     *
     * @return what is wrong, empty when it is exactly the planned transaction
     */
    public Optional<String> objection(Transaction signed) {
        Transaction unsigned = unsigned();
        List<OutPoint> spent = signed.inputs().stream().map(TxInput::previous).toList();
        if (!spent.equals(inputs.stream().map(Coin::outPoint).toList())) {
            return Optional.of("it spends other inputs");
        }
        if (!signed.outputs().equals(unsigned.outputs())) {
            return Optional.of("it has other outputs");
        }
        boolean plain = signed.version() == TX_VERSION
                && signed.lockTime() == 0
                && signed.mwebHex().isEmpty()
                && signed.inputs().stream()
                        .allMatch(input -> input.sequence() == REPLACEABLE
                                && input.scriptSig().equals(Script.EMPTY));
        if (!plain) {
            return Optional.of("its version, lock time, sequences or scripts were changed");
        }
        if (signed.inputs().stream().anyMatch(input -> input.witness().isEmpty())) {
            return Optional.of("an input is not signed");
        }
        return signed.weight() > weight()
                ? Optional.of("it is larger than planned, so its fee rate would be lower")
                : Optional.empty();
    }
}

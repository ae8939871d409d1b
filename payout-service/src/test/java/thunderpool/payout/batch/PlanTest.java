package thunderpool.payout.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.OutPoint;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Transaction;
import thunderpool.bitcoin.TxInput;
import thunderpool.bitcoin.TxOutput;
import thunderpool.bitcoin.Witness;
import thunderpool.payout.order.Coin;
import thunderpool.payout.order.Order;

final class PlanTest {

    private static final Script MINER = Script.p2wpkh(new byte[20]);
    private static final Script CHANGE = Script.p2tr(new byte[32]);
    private static final OutPoint INPUT = new OutPoint(Hash256.ofDisplayHex("ab".repeat(32)), 1);
    private static final Plan PLAN = plan(Sats.of(300));

    private static Plan plan(Sats fee) {
        Order order =
                Order.requested("bitcoin-regtest", MINER, 0, Sats.of(1), 1).reserved(Sats.of(50_000), MINER, 1, 1);
        Coin coin = new Coin(INPUT, Sats.of(100_000), Script.p2wpkh(new byte[20]), 1);
        return new Plan(List.of(coin), List.of(order), Optional.of(Sats.of(49_700)), CHANGE, fee, 1);
    }

    @Test
    void refusesToBeMadeWhenItDoesNotAddUp() {
        assertThatThrownBy(() -> plan(Sats.of(299))).hasMessage("a plan of 100000 in and 99999 out");
    }

    @Test
    void signalsReplaceability() {
        assertThat(PLAN.unsigned().inputs().getFirst().sequence()).isEqualTo(0xfffffffd);
    }

    @Test
    void acceptsItsOwnTransactionWithWitnessesAdded() {
        assertThat(PLAN.objection(signed(PLAN.unsigned()))).isEmpty();
    }

    static Stream<Arguments> tamperings() {
        return Stream.of(
                tampering(
                        "it has other outputs",
                        tx -> with(tx, tx.inputs(), List.of(tx.outputs().getFirst()), 0)),
                tampering(
                        "it has other outputs",
                        tx -> with(
                                tx,
                                tx.inputs(),
                                List.of(
                                        new TxOutput(Sats.of(50_000), CHANGE),
                                        tx.outputs().getLast()),
                                0)),
                tampering(
                        "it spends other inputs",
                        tx -> with(
                                tx,
                                List.of(input(new OutPoint(INPUT.txid(), 2), Script.EMPTY, 0xfffffffd)),
                                tx.outputs(),
                                0)),
                tampering(
                        "its version, lock time, sequences or scripts were changed",
                        tx -> with(tx, tx.inputs(), tx.outputs(), 7)),
                tampering(
                        "its version, lock time, sequences or scripts were changed",
                        tx -> with(tx, List.of(input(INPUT, Script.EMPTY, 0xffffffff)), tx.outputs(), 0)),
                tampering(
                        "its version, lock time, sequences or scripts were changed",
                        tx -> with(tx, List.of(input(INPUT, MINER, 0xfffffffd)), tx.outputs(), 0)),
                tampering("an input is not signed", tx -> PLAN.unsigned()),
                tampering(
                        "it is larger than planned, so its fee rate would be lower",
                        tx -> with(
                                tx,
                                List.of(new TxInput(
                                        INPUT, Script.EMPTY, 0xfffffffd, Witness.of(new byte[200], new byte[33]))),
                                tx.outputs(),
                                0)));
    }

    @ParameterizedTest
    @MethodSource("tamperings")
    void objectsToAnythingButWitnesses(String objection, UnaryOperator<Transaction> tampering) {
        assertThat(PLAN.objection(tampering.apply(signed(PLAN.unsigned())))).contains(objection);
    }

    private static Arguments tampering(String objection, UnaryOperator<Transaction> tampering) {
        return Arguments.of(objection, tampering);
    }

    private static Transaction with(Transaction tx, List<TxInput> inputs, List<TxOutput> outputs, int lockTime) {
        return new Transaction(tx.version(), inputs, outputs, lockTime);
    }

    private static TxInput input(OutPoint previous, Script script, int sequence) {
        return new TxInput(previous, script, sequence, Witness.of(new byte[71], new byte[33]));
    }

    private static Transaction signed(Transaction unsigned) {
        return with(unsigned, List.of(input(INPUT, Script.EMPTY, 0xfffffffd)), unsigned.outputs(), 0);
    }
}

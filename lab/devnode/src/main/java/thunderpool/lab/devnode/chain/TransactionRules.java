package thunderpool.lab.devnode.chain;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionInput;
import org.bitcoinj.core.TransactionOutput;

/** Rules that hold for one transaction wherever it is; reasons as Core's tx_check.cpp and tx_verify.cpp spell them. */
public final class TransactionRules {
    private static final long SEQUENCE_DISABLE = 1L << 31;
    private static final long SEQUENCE_IS_TIME = 1L << 22;
    private static final long SEQUENCE_MASK = 0xffff;
    private static final int SEQUENCE_GRANULARITY_BITS = 9;

    private TransactionRules() {}

    /** What the inputs say: a fee in satoshis, or why they cannot be spent. */
    public sealed interface Inputs {
        record Fee(long sats) implements Inputs {}

        record Bad(String reason) implements Inputs {}
    }

    /** Context-free form (CheckTransaction); empty when it is in order. */
    public static Optional<String> form(Transaction tx) {
        if (tx.getInputs().isEmpty()) {
            return Optional.of("bad-txns-vin-empty");
        }
        if (tx.getOutputs().isEmpty()) {
            return Optional.of("bad-txns-vout-empty");
        }
        if (strippedSize(tx) * 4L > ConsensusParams.MAX_BLOCK_WEIGHT) {
            return Optional.of("bad-txns-oversize");
        }
        Optional<String> outputs = outputs(tx);
        return outputs.isPresent() ? outputs : inputForm(tx);
    }

    private static Optional<String> outputs(Transaction tx) {
        long total = 0;
        for (TransactionOutput output : tx.getOutputs()) {
            long sats = output.getValue().value;
            if (sats < 0) {
                return Optional.of("bad-txns-vout-negative");
            }
            if (sats > ConsensusParams.MAX_MONEY_SATS) {
                return Optional.of("bad-txns-vout-toolarge");
            }
            total += sats;
            if (total > ConsensusParams.MAX_MONEY_SATS) {
                return Optional.of("bad-txns-txouttotal-toolarge");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> inputForm(Transaction tx) {
        Set<OutPoint> seen = new HashSet<>();
        for (TransactionInput input : tx.getInputs()) {
            if (!seen.add(OutPoint.spentBy(input))) {
                return Optional.of("bad-txns-inputs-duplicate");
            }
        }
        if (tx.isCoinBase()) {
            int length = tx.getInput(0).getScriptBytes().length;
            return length < 2 || length > 100 ? Optional.of("bad-cb-length") : Optional.empty();
        }
        boolean nullPrevout = tx.getInputs().stream().anyMatch(TransactionInput::isCoinBase);
        return nullPrevout ? Optional.of("bad-txns-prevout-null") : Optional.empty();
    }

    /** Existence, maturity and value of the inputs (CheckTxInputs), for a block at {@code height}. */
    public static Inputs inputs(Transaction tx, CoinSource coins, int height) {
        long in = 0;
        for (TransactionInput input : tx.getInputs()) {
            UnspentOutput coin = coins.find(OutPoint.spentBy(input));
            if (coin == null) {
                return new Inputs.Bad("bad-txns-inputs-missingorspent");
            }
            if (coin.coinbase() && height - coin.height() < ConsensusParams.COINBASE_MATURITY) {
                return new Inputs.Bad("bad-txns-premature-spend-of-coinbase");
            }
            in += coin.sats();
            if (in > ConsensusParams.MAX_MONEY_SATS) {
                return new Inputs.Bad("bad-txns-inputvalues-outofrange");
            }
        }
        long out = tx.getOutputSum().value;
        return in < out ? new Inputs.Bad("bad-txns-in-belowout") : new Inputs.Fee(in - out);
    }

    /** BIP 113: lock times count against the parent's median time. */
    public static boolean isFinal(Transaction tx, ChainEntry parent) {
        return tx.isFinal(parent.height() + 1, Instant.ofEpochSecond(parent.medianTimePast()));
    }

    /** BIP 68: relative lock times of the inputs are met in a child of {@code parent}. */
    public static boolean sequenceLocksMet(Transaction tx, CoinSource coins, ChainEntry parent) {
        if (tx.getVersion() < 2) {
            return true;
        }
        for (TransactionInput input : tx.getInputs()) {
            UnspentOutput coin = coins.find(OutPoint.spentBy(input));
            if (coin != null && !sequenceMet(input.getSequenceNumber(), coin, parent)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sequenceMet(long sequence, UnspentOutput coin, ChainEntry parent) {
        if ((sequence & SEQUENCE_DISABLE) != 0) {
            return true;
        }
        long lock = sequence & SEQUENCE_MASK;
        if ((sequence & SEQUENCE_IS_TIME) == 0) {
            return coin.height() + lock <= parent.height() + 1L;
        }
        int before = Math.clamp(coin.height() - 1L, 0, parent.height());
        long from = parent.ancestor(before).medianTimePast();
        return from + (lock << SEQUENCE_GRANULARITY_BITS) <= parent.medianTimePast();
    }

    public static int strippedSize(Transaction tx) {
        return (tx.getWeight() - tx.messageSize()) / 3;
    }
}

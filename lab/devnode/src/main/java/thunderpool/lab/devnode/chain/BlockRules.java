package thunderpool.lab.devnode.chain;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.base.internal.ByteUtils;
import org.bitcoinj.core.Block;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionInput;
import org.bitcoinj.core.TransactionWitness;
import org.bitcoinj.script.ScriptBuilder;

/** The rules for blocks, in the order and with the reasons of Core's validation.cpp. */
final class BlockRules {
    private final ConsensusParams params;

    BlockRules(ConsensusParams params) {
        this.params = params;
    }

    /** What a connected block did, or why it could not be connected. */
    sealed interface Connection {
        record Done(List<UtxoSet.Spent> undo) implements Connection {}

        record Refused(Rejection rejection) implements Connection {}
    }

    /** What the block alone shows (CheckBlock). Such a block is never stored, so nothing here is lasting. */
    Optional<Rejection> form(Block block, boolean withWork) {
        if (withWork && !meetsOwnTarget(block)) {
            return Optional.of(Rejection.passing("high-hash"));
        }
        List<Transaction> transactions = ChainEntry.transactions(block);
        Merkle.Root root = Merkle.ofTxIds(transactions);
        if (!root.hash().equals(block.getMerkleRoot())) {
            return Optional.of(Rejection.passing("bad-txnmrklroot"));
        }
        if (root.mutated()) {
            return Optional.of(Rejection.passing("bad-txns-duplicate"));
        }
        if (transactions.isEmpty()
                || 4L * (headerSize(transactions.size()) + strippedSum(transactions))
                        > ConsensusParams.MAX_BLOCK_WEIGHT) {
            return Optional.of(Rejection.passing("bad-blk-length"));
        }
        return transactionsForm(transactions);
    }

    private static Optional<Rejection> transactionsForm(List<Transaction> transactions) {
        if (!transactions.getFirst().isCoinBase()) {
            return Optional.of(Rejection.passing("bad-cb-missing"));
        }
        if (transactions.stream().skip(1).anyMatch(Transaction::isCoinBase)) {
            return Optional.of(Rejection.passing("bad-cb-multiple"));
        }
        for (Transaction tx : transactions) {
            Optional<String> bad = TransactionRules.form(tx);
            if (bad.isPresent()) {
                return bad.map(Rejection::passing);
            }
        }
        return Optional.empty();
    }

    private static boolean meetsOwnTarget(Block block) {
        BigInteger target = ByteUtils.decodeCompactBits(block.getDifficultyTarget());
        return DifficultyRule.isWithinLimit(target)
                && block.getHash().toBigInteger().compareTo(target) <= 0;
    }

    /** The header in its place (ContextualCheckBlockHeader); such a block is not stored either. */
    Optional<Rejection> header(Block block, ChainEntry parent, long nowSeconds) {
        if (block.getDifficultyTarget() != params.difficulty().nextBits(parent)) {
            return Optional.of(Rejection.passing("bad-diffbits"));
        }
        long time = block.time().getEpochSecond();
        if (time <= parent.medianTimePast()) {
            return Optional.of(Rejection.passing("time-too-old"));
        }
        if (time > nowSeconds + ConsensusParams.MAX_FUTURE_SECONDS) {
            return Optional.of(Rejection.passing("time-too-new"));
        }
        int version = (int) block.getVersion();
        return version < 4
                ? Optional.of(Rejection.passing("bad-version(0x%08x)".formatted(version)))
                : Optional.empty();
    }

    /** The body in its place (ContextualCheckBlock): finality, BIP 34 height, witness commitment, weight. */
    Optional<Rejection> body(Block block, ChainEntry parent) {
        List<Transaction> transactions = ChainEntry.transactions(block);
        if (transactions.stream().anyMatch(tx -> !TransactionRules.isFinal(tx, parent))) {
            return Optional.of(Rejection.lasting("bad-txns-nonfinal"));
        }
        byte[] height = new ScriptBuilder().number(parent.height() + 1L).build().program();
        byte[] scriptSig = transactions.getFirst().getInput(0).getScriptBytes();
        if (scriptSig.length < height.length || !Arrays.equals(scriptSig, 0, height.length, height, 0, height.length)) {
            return Optional.of(Rejection.lasting("bad-cb-height"));
        }
        Optional<Rejection> witness = witness(transactions);
        if (witness.isPresent()) {
            return witness;
        }
        long weight = 4L * headerSize(transactions.size())
                + transactions.stream().mapToLong(Transaction::getWeight).sum();
        return weight > ConsensusParams.MAX_BLOCK_WEIGHT
                ? Optional.of(Rejection.lasting("bad-blk-weight"))
                : Optional.empty();
    }

    private static Optional<Rejection> witness(List<Transaction> transactions) {
        Transaction coinbase = transactions.getFirst();
        byte[] commitment = Merkle.findCommitment(coinbase);
        if (commitment == null) {
            return transactions.stream().anyMatch(Transaction::hasWitnesses)
                    ? Optional.of(Rejection.passing("unexpected-witness"))
                    : Optional.empty();
        }
        TransactionWitness reserved = coinbase.getInput(0).getWitness();
        if (reserved.getPushCount() != 1 || reserved.getPush(0).length != 32) {
            return Optional.of(Rejection.passing("bad-witness-nonce-size"));
        }
        Sha256Hash root = Merkle.witnessRoot(transactions.subList(1, transactions.size()));
        return Arrays.equals(Merkle.commitment(root, reserved.getPush(0)), commitment)
                ? Optional.empty()
                : Optional.of(Rejection.passing("bad-witness-merkle-match"));
    }

    /**
     * Spends and makes the block's coins (ConnectBlock). On refusal the coins are as before. {@code withScripts} is
     * false only for blocks from our own log, whose scripts were run before they were written.
     */
    Connection connect(Block block, ChainEntry parent, UtxoSet coins, boolean withScripts) {
        List<UtxoSet.Spent> undo = new ArrayList<>();
        List<Transaction> applied = new ArrayList<>();
        int height = parent.height() + 1;
        long fees = 0;
        int sigOps = 0;
        if (ChainEntry.transactions(block).stream().anyMatch(coins::hasOutputOf)) {
            return new Connection.Refused(Rejection.lasting("bad-txns-BIP30"));
        }
        Optional<String> bad = Optional.empty();
        for (Transaction tx : ChainEntry.transactions(block)) {
            sigOps += SpendRules.sigOpsCost(tx, coins);
            TransactionRules.Inputs inputs = spendable(tx, coins, parent, withScripts);
            if (inputs instanceof TransactionRules.Inputs.Bad(String reason)) {
                bad = Optional.of(reason);
            } else if (sigOps > ConsensusParams.MAX_BLOCK_SIGOPS_COST) {
                bad = Optional.of("bad-blk-sigops");
            } else if (inputs instanceof TransactionRules.Inputs.Fee(long sats)) {
                fees += sats;
            }
            if (bad.isPresent()) {
                break;
            }
            coins.apply(tx, height, undo);
            applied.add(tx);
        }
        if (bad.isEmpty() && coinbaseSats(block) > params.subsidySats(height) + fees) {
            bad = Optional.of("bad-cb-amount");
        }
        if (bad.isPresent()) {
            coins.revert(applied, undo);
            return new Connection.Refused(Rejection.lasting(bad.get()));
        }
        return new Connection.Done(List.copyOf(undo));
    }

    private static TransactionRules.Inputs spendable(
            Transaction tx, CoinSource coins, ChainEntry parent, boolean withScripts) {
        if (tx.isCoinBase()) {
            return new TransactionRules.Inputs.Fee(0);
        }
        TransactionRules.Inputs inputs = TransactionRules.inputs(tx, coins, parent.height() + 1);
        if (inputs instanceof TransactionRules.Inputs.Bad) {
            return inputs;
        }
        if (!TransactionRules.sequenceLocksMet(tx, coins, parent)) {
            return new TransactionRules.Inputs.Bad("bad-txns-nonfinal");
        }
        return withScripts
                ? scripts(tx, coins)
                        .<TransactionRules.Inputs>map(TransactionRules.Inputs.Bad::new)
                        .orElse(inputs)
                : inputs;
    }

    /** Runs every input's script; the reason is Core's, with the script error in brackets. */
    static Optional<String> scripts(Transaction tx, CoinSource coins) {
        for (int i = 0; i < tx.getInputs().size(); i++) {
            TransactionInput input = tx.getInput(i);
            UnspentOutput coin = coins.find(OutPoint.spentBy(input));
            Optional<String> bad = coin == null ? Optional.of("coin is missing") : SpendRules.check(tx, i, coin);
            if (bad.isPresent()) {
                return bad.map("mandatory-script-verify-flag-failed (%s)"::formatted);
            }
        }
        return Optional.empty();
    }

    private static long coinbaseSats(Block block) {
        return ChainEntry.transactions(block).getFirst().getOutputSum().value;
    }

    private static long strippedSum(List<Transaction> transactions) {
        return transactions.stream().mapToLong(TransactionRules::strippedSize).sum();
    }

    private static int headerSize(int transactions) {
        return Block.HEADER_SIZE + (transactions < 253 ? 1 : 3);
    }
}

package thunderpool.lab.e2e.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.OutPoint;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Transaction;
import thunderpool.bitcoin.TxInput;
import thunderpool.bitcoin.Witness;
import thunderpool.payout.order.Coin;
import thunderpool.payout.order.SeenBlock;
import thunderpool.payout.port.PayoutChain;

/** Node and wallet as payout-service sees them. Loses answers before and after it acted; the caller may die there too. */
final class SimWallet implements PayoutChain {

    private final SimChain chain;
    private final Dice dice;
    private final Map<Hash256, Integer> minedAt = new HashMap<>();
    private final Map<OutPoint, Integer> spentAt = new HashMap<>();
    private Hash256 indexedAt = Hash256.ZERO;

    /** Remembers no payments: a node that was made anew. */
    boolean blind;

    SimWallet(SimChain chain, Dice dice) {
        this.chain = chain;
        this.dice = dice;
    }

    private void maybeFail(String where) {
        if (dice.fault(0.003)) {
            throw new Dice.Killed("payout-service at " + where);
        }
        if (dice.fault(0.01)) {
            throw new ChainFault("timeout at " + where);
        }
    }

    @Override
    public SeenBlock tip() {
        maybeFail("tip");
        return new SeenBlock(chain.tip().height(), chain.tip().id());
    }

    @Override
    public Optional<Hash256> blockAt(int height) {
        maybeFail("blockAt");
        return chain.at(height).map(SimChain.Mined::id);
    }

    @Override
    public Optional<BlockSpends> block(Hash256 id) {
        maybeFail("block");
        return chain.known(id).map(block -> {
            Map<OutPoint, Hash256> spends = new HashMap<>();
            for (Transaction tx : block.txs()) {
                tx.inputs().forEach(input -> spends.put(input.previous(), tx.txid()));
            }
            SimChain.Mined previous = block.previous();
            return new BlockSpends(previous == null ? Hash256.ZERO : previous.id(), spends);
        });
    }

    @Override
    public List<Coin> coins() {
        maybeFail("coins");
        Set<OutPoint> spent = new HashSet<>();
        chain.mempool().values().forEach(tx -> tx.inputs().forEach(input -> spent.add(input.previous())));
        int height = chain.tip().height();
        List<Coin> coins = new ArrayList<>();
        chain.tip().unspent().forEach((outPoint, utxo) -> {
            boolean mature = !utxo.coinbase() || height + 1 - utxo.height() >= SimChain.MATURITY;
            if (chain.isWallets(utxo.output().script()) && !spent.contains(outPoint) && mature) {
                coins.add(
                        new Coin(outPoint, utxo.output().value(), utxo.output().script(), height - utxo.height() + 1));
            }
        });
        return coins;
    }

    /** Negative when a transaction that spends an input of it is that deep. */
    private int confirmations(Transaction tx) {
        SimChain.Mined tip = chain.tip();
        if (!tip.id().equals(indexedAt)) {
            minedAt.clear();
            spentAt.clear();
            for (SimChain.Mined at = tip; at != null; at = at.previous()) {
                int height = at.height();
                for (Transaction mined : at.txs()) {
                    minedAt.put(mined.txid(), height);
                    mined.inputs().forEach(input -> spentAt.put(input.previous(), height));
                }
            }
            indexedAt = tip.id();
        }
        Integer mined = minedAt.get(tx.txid());
        if (mined != null) {
            return tip.height() - mined + 1;
        }
        return tx.inputs().stream()
                .map(input -> spentAt.get(input.previous()))
                .filter(Objects::nonNull)
                .mapToInt(height -> height - tip.height() - 1)
                .min()
                .orElse(0);
    }

    @Override
    public List<Sent> sentSince(int height) {
        maybeFail("sentSince");
        List<Sent> sent = new ArrayList<>();
        for (Transaction tx : blind ? List.<Transaction>of() : chain.everSeen()) {
            int confirmations = confirmations(tx);
            boolean old = confirmations > 0 && chain.tip().height() - confirmations + 1 <= height;
            if (confirmations >= 0 && !old) {
                tx.outputs().stream()
                        .filter(output -> !chain.isWallets(output.script()))
                        .forEach(output -> sent.add(new Sent(tx.txid(), Optional.of(output.script()), output.value())));
            }
        }
        return sent;
    }

    @Override
    public Optional<Own> own(Hash256 txid) {
        maybeFail("own");
        return chain.everSeen().stream()
                .filter(tx -> !blind && tx.txid().equals(txid))
                .findFirst()
                .map(tx -> new Own(tx, confirmations(tx)));
    }

    @Override
    public OptionalInt feeRate(int blocks) {
        maybeFail("feeRate");
        return chain.feeEstimate == 0 ? OptionalInt.empty() : OptionalInt.of(chain.feeEstimate);
    }

    @Override
    public Script newChangeScript() {
        maybeFail("newChangeScript");
        Script script = chain.walletScript();
        maybeFail("newChangeScript answered");
        return script;
    }

    @Override
    public Transaction sign(Transaction unsigned) {
        maybeFail("sign");
        List<TxInput> inputs = unsigned.inputs().stream()
                .map(input -> new TxInput(
                        input.previous(), input.scriptSig(), input.sequence(), Witness.of(new byte[71], new byte[33])))
                .toList();
        return new Transaction(unsigned.version(), inputs, unsigned.outputs(), unsigned.lockTime());
    }

    @Override
    public Optional<String> refusal(Transaction signed) {
        maybeFail("refusal");
        return objection(signed);
    }

    @Override
    public Optional<String> send(Transaction signed) {
        maybeFail("send");
        Optional<String> objection = chain.mempool().containsKey(signed.txid()) ? Optional.empty() : objection(signed);
        if (objection.isEmpty() && !chain.mempool().containsKey(signed.txid())) {
            chain.put(signed);
        }
        maybeFail("send answered");
        return objection;
    }

    private Optional<String> objection(Transaction tx) {
        int height = chain.tip().height() + 1;
        Map<OutPoint, SimChain.Utxo> view = new HashMap<>(chain.tip().unspent());
        Set<Hash256> conflicts = chain.conflicts(tx);
        chain.mempool().forEach((txid, other) -> {
            if (!conflicts.contains(txid)) {
                chain.apply(view, other, height);
            }
        });
        long fee = fee(tx, view);
        if (!chain.apply(view, tx, height)) {
            return Optional.of("bad-txns-inputs-missingorspent");
        }
        if (fee < (long) chain.mempoolMinimum * tx.vsize()) {
            return Optional.of("mempool min fee not met");
        }
        for (Hash256 conflict : conflicts) {
            Transaction other = chain.mempool().get(conflict);
            if (other != null && fee < fee(other, chain.tip().unspent()) + tx.vsize()) {
                return Optional.of("insufficient fee, rejecting replacement");
            }
        }
        return Optional.empty();
    }

    static long fee(Transaction tx, Map<OutPoint, SimChain.Utxo> view) {
        long fee = 0;
        for (TxInput input : tx.inputs()) {
            SimChain.Utxo utxo = view.get(input.previous());
            fee += utxo == null ? 0 : utxo.output().value().value();
        }
        for (var output : tx.outputs()) {
            fee -= output.value().value();
        }
        return fee;
    }
}

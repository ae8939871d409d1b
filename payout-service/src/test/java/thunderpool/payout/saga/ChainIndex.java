package thunderpool.payout.saga;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.OutPoint;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Transaction;
import thunderpool.bitcoin.TxOutput;
import thunderpool.payout.port.PayoutChain.Sent;
import thunderpool.payout.saga.FakeChain.Mined;

/** Where transactions of one active chain are, and what spends outputs there. */
final class ChainIndex {

    private final Mined tip;
    private final Map<Hash256, Integer> minedAt = new HashMap<>();
    private final Map<OutPoint, Integer> spentAt = new HashMap<>();

    ChainIndex(Mined tip) {
        this.tip = tip;
        for (Mined at = tip; at != null; at = at.previous()) {
            int height = at.height();
            for (Transaction mined : at.txs()) {
                minedAt.put(mined.txid(), height);
                mined.inputs().forEach(input -> spentAt.put(input.previous(), height));
            }
        }
    }

    boolean isOf(Mined block) {
        return tip.id().equals(block.id());
    }

    /**
     * Negative when a transaction that spends an input of it, or of one it descends from, is that deep, 0 when it may still get
     * in. A node's wallet rules out descendants, too.
     *
     * @param known the wallet's transactions
     */
    int confirmations(Transaction tx, Map<Hash256, Transaction> known) {
        Integer mined = minedAt.get(tx.txid());
        if (mined != null) {
            return tip.height() - mined + 1;
        }
        return tx.inputs().stream()
                .mapToInt(input -> ruledOut(input.previous(), known))
                .min()
                .orElse(0);
    }

    private int ruledOut(OutPoint coin, Map<Hash256, Transaction> known) {
        Integer height = spentAt.get(coin);
        if (height != null) {
            return height - tip.height() - 1;
        }
        Transaction maker = known.get(coin.txid());
        return maker == null ? 0 : Math.min(0, confirmations(maker, known));
    }

    /** Outputs to others, of transactions that are not in a block up to this height, and not ruled out. */
    List<Sent> sentSince(int height, Map<Hash256, Transaction> known, Set<Script> own) {
        List<Sent> sent = new ArrayList<>();
        for (Transaction tx : known.values()) {
            int confirmations = confirmations(tx, known);
            boolean old = confirmations > 0 && tip.height() - confirmations + 1 <= height;
            if (confirmations >= 0 && !old) {
                for (TxOutput output : tx.outputs()) {
                    if (!own.contains(output.script())) {
                        sent.add(new Sent(tx.txid(), Optional.of(output.script()), output.value()));
                    }
                }
            }
        }
        return sent;
    }
}

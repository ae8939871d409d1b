package thunderpool.lab.devnode.chain;

import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionInput;
import org.jspecify.annotations.Nullable;

/** All unspent coins of the active chain, also by script, with exact undo. */
public final class UtxoSet implements CoinSource {
    private static final int OP_RETURN = 0x6a;

    private final Map<OutPoint, UnspentOutput> coins = new HashMap<>();
    private final Map<String, Map<OutPoint, UnspentOutput>> byScript = new HashMap<>();

    /** A spent coin, kept so that a disconnected block can give it back. */
    record Spent(OutPoint outPoint, UnspentOutput coin) {}

    UtxoSet(int premineCoins) {
        String script = Premine.scriptHex();
        for (int i = 0; i < premineCoins; i++) {
            add(Premine.outPoint(i), Premine.coin(script));
        }
    }

    @Override
    public @Nullable UnspentOutput find(OutPoint outPoint) {
        return coins.get(outPoint);
    }

    /** The coins of one script, oldest first. */
    public Map<OutPoint, UnspentOutput> withScript(String scriptHex) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(byScript.getOrDefault(scriptHex, Map.of())));
    }

    public int size() {
        return coins.size();
    }

    /** Whether any output of this transaction is still unspent in the chain. */
    public boolean hasOutputOf(Transaction tx) {
        for (int i = 0; i < tx.getOutputs().size(); i++) {
            if (coins.containsKey(OutPoint.of(tx, i))) {
                return true;
            }
        }
        return false;
    }

    /** Spends the inputs and adds the outputs; the caller has checked that every input exists. */
    void apply(Transaction tx, int height, List<Spent> undo) {
        boolean coinbase = tx.isCoinBase();
        if (!coinbase) {
            for (TransactionInput input : tx.getInputs()) {
                OutPoint outPoint = OutPoint.spentBy(input);
                undo.add(new Spent(outPoint, remove(outPoint)));
            }
        }
        for (int i = 0; i < tx.getOutputs().size(); i++) {
            byte[] script = tx.getOutput(i).getScriptBytes();
            if (script.length > 0 && (script[0] & 0xff) == OP_RETURN) {
                continue;
            }
            String hex = HexFormat.of().formatHex(script);
            add(OutPoint.of(tx, i), new UnspentOutput(tx.getOutput(i).getValue().value, hex, height, coinbase));
        }
    }

    /** Takes back a block: first what it spent returns, then what it made goes, so coins made and spent inside vanish. */
    void revert(List<Transaction> transactions, List<Spent> undo) {
        for (Spent spent : undo.reversed()) {
            add(spent.outPoint(), spent.coin());
        }
        for (Transaction tx : transactions) {
            for (int i = 0; i < tx.getOutputs().size(); i++) {
                OutPoint outPoint = OutPoint.of(tx, i);
                if (coins.containsKey(outPoint)) {
                    remove(outPoint);
                }
            }
        }
    }

    /** Every coin, for tests that compare whole states. */
    public Map<OutPoint, UnspentOutput> snapshot() {
        return Map.copyOf(coins);
    }

    private void add(OutPoint outPoint, UnspentOutput coin) {
        coins.put(outPoint, coin);
        byScript.computeIfAbsent(coin.scriptHex(), _ -> new LinkedHashMap<>()).put(outPoint, coin);
    }

    private UnspentOutput remove(OutPoint outPoint) {
        UnspentOutput coin = coins.remove(outPoint);
        if (coin == null) {
            throw new IllegalStateException("spends a coin that does not exist: " + outPoint);
        }
        Map<OutPoint, UnspentOutput> sameScript = byScript.get(coin.scriptHex());
        if (sameScript != null) {
            sameScript.remove(outPoint);
            if (sameScript.isEmpty()) {
                byScript.remove(coin.scriptHex());
            }
        }
        return coin;
    }
}

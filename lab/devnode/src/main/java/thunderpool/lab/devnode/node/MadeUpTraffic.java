package thunderpool.lab.devnode.node;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bitcoinj.base.Coin;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionInput;
import org.bitcoinj.core.TransactionOutPoint;
import org.bitcoinj.crypto.ECKey;
import org.bitcoinj.script.Script;
import thunderpool.lab.devnode.chain.ChainState;
import thunderpool.lab.devnode.chain.OutPoint;
import thunderpool.lab.devnode.chain.Premine;
import thunderpool.lab.devnode.chain.UnspentOutput;
import thunderpool.lab.devnode.mempool.Mempool;
import thunderpool.lab.devnode.wallet.KeySpend;

/**
 * Keeps the mempool alive with real, signed P2WPKH transactions of random fees, so that blocks have fees and templates a
 * merkle branch. They spend the premine's coins back to the premine's key, now and then one on top of another.
 */
final class MadeUpTraffic {
    private static final int LEAST_FEE_SATS = 300;
    private static final int MOST_FEE_SATS = 20_000;
    private static final int CHILD_ONE_IN = 3;

    private final ChainState chain;
    private final Mempool mempool;
    private final RandomGenerator random;
    private final int perBlock;
    private final ECKey key = Premine.key();
    private final String scriptHex = Premine.scriptHex();

    MadeUpTraffic(ChainState chain, Mempool mempool, RandomGenerator random, int perBlock) {
        this.chain = chain;
        this.mempool = mempool;
        this.random = random;
        this.perBlock = perBlock;
    }

    private record Purse(OutPoint outPoint, long sats) {}

    /** New transactions that the mempool lacks to hold its usual number; each stands on those before it. */
    List<Transaction> next() {
        List<Transaction> made = new ArrayList<>();
        int wanted = perBlock - mempool.size();
        if (wanted <= 0) {
            return made;
        }
        List<Purse> purses = new ArrayList<>();
        for (var coin : chain.coins().withScript(scriptHex).entrySet()) {
            UnspentOutput output = coin.getValue();
            if (mempool.spenderOf(coin.getKey()) == null && output.sats() > 2L * MOST_FEE_SATS) {
                purses.add(new Purse(coin.getKey(), output.sats()));
            }
        }
        while (made.size() < wanted && !purses.isEmpty()) {
            Purse purse = purses.removeFirst();
            long left = purse.sats() - random.nextInt(LEAST_FEE_SATS, MOST_FEE_SATS);
            Transaction tx = spend(purse, left);
            made.add(tx);
            if (random.nextInt(CHILD_ONE_IN) == 0 && left > 2L * MOST_FEE_SATS) {
                purses.addFirst(new Purse(OutPoint.of(tx, 0), left));
            }
        }
        return made;
    }

    private Transaction spend(Purse purse, long leftSats) {
        Transaction tx = new Transaction();
        tx.setVersion(2);
        TransactionOutPoint outPoint = new TransactionOutPoint(
                purse.outPoint().vout(), purse.outPoint().txid());
        tx.addInput(new TransactionInput(tx, new byte[0], outPoint, TransactionInput.NO_SEQUENCE));
        tx.addOutput(Coin.valueOf(leftSats), Script.parse(HexFormat.of().parseHex(scriptHex)));
        KeySpend.sign(tx, 0, key, purse.sats());
        return tx;
    }
}

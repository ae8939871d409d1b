package thunderpool.lab.devnode.wallet;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionInput;
import thunderpool.lab.devnode.chain.ChainEntry;
import thunderpool.lab.devnode.chain.ChainState;
import thunderpool.lab.devnode.chain.ConsensusParams;
import thunderpool.lab.devnode.chain.OutPoint;
import thunderpool.lab.devnode.chain.UnspentOutput;
import thunderpool.lab.devnode.mempool.Mempool;
import thunderpool.lab.devnode.mempool.MempoolEntry;

/** The wallet's view of chain and mempool: its coins, balances and confirmations. Owns no state of its own. */
public final class DevWallet {
    private final String name;
    private final WalletBook book;
    private final ChainState chain;
    private final Mempool mempool;

    public DevWallet(String name, WalletBook book, ChainState chain, Mempool mempool) {
        this.name = name;
        this.book = book;
        this.chain = chain;
        this.mempool = mempool;
    }

    /**
     * A coin of the wallet that nothing spends, not even in the mempool.
     *
     * @param confirmations 0 in the mempool
     * @param immature a coinbase that the wallet does not spend yet (fewer than 101 confirmations)
     * @param safe confirmed, or made by the wallet itself
     */
    public record WalletCoin(
            OutPoint outPoint, long sats, OwnKey key, int confirmations, boolean immature, boolean safe) {}

    /** Satoshis. */
    public record Balances(long trusted, long untrustedPending, long immature) {}

    public String name() {
        return name;
    }

    public WalletBook book() {
        return book;
    }

    public List<WalletCoin> coins() {
        List<WalletCoin> coins = new ArrayList<>();
        for (OwnKey key : book.keys()) {
            for (Map.Entry<OutPoint, UnspentOutput> coin :
                    chain.coins().withScript(key.scriptHex()).entrySet()) {
                if (mempool.spenderOf(coin.getKey()) == null) {
                    coins.add(confirmed(coin.getKey(), coin.getValue(), key));
                }
            }
        }
        mempool.entries().forEach(entry -> addUnconfirmed(entry, coins));
        return coins;
    }

    private WalletCoin confirmed(OutPoint outPoint, UnspentOutput coin, OwnKey key) {
        int confirmations = chain.tip().height() - coin.height() + 1;
        boolean immature = coin.coinbase() && confirmations <= ConsensusParams.COINBASE_MATURITY;
        return new WalletCoin(outPoint, coin.sats(), key, confirmations, immature, true);
    }

    private void addUnconfirmed(MempoolEntry entry, List<WalletCoin> coins) {
        Transaction tx = entry.tx();
        for (int i = 0; i < tx.getOutputs().size(); i++) {
            OwnKey key = book.keyOf(HexFormat.of().formatHex(tx.getOutput(i).getScriptBytes()));
            OutPoint outPoint = OutPoint.of(tx, i);
            if (key != null && mempool.spenderOf(outPoint) == null) {
                coins.add(new WalletCoin(outPoint, tx.getOutput(i).getValue().value, key, 0, false, isFromMe(tx)));
            }
        }
    }

    public Balances balances() {
        long trusted = 0;
        long pending = 0;
        long immature = 0;
        for (WalletCoin coin : coins()) {
            if (coin.immature()) {
                immature += coin.sats();
            } else if (coin.safe()) {
                trusted += coin.sats();
            } else {
                pending += coin.sats();
            }
        }
        return new Balances(trusted, pending, immature);
    }

    /** Whether every input is the wallet's own. */
    public boolean isFromMe(Transaction tx) {
        return tx.getInputs().stream().allMatch(input -> book.output(OutPoint.spentBy(input)) != null);
    }

    /** Satoshis of the wallet that this transaction spends. */
    public long debitSats(Transaction tx) {
        long sum = 0;
        for (TransactionInput input : tx.getInputs()) {
            WalletBook.Owned owned = book.output(OutPoint.spentBy(input));
            sum += owned == null ? 0 : owned.sats();
        }
        return sum;
    }

    /** The fee, when all inputs are the wallet's own and so are known. */
    public OptionalLong feeSats(Transaction tx) {
        return isFromMe(tx) ? OptionalLong.of(debitSats(tx) - tx.getOutputSum().value) : OptionalLong.empty();
    }

    /** As Core counts: 0 in the mempool or lost, negative when a conflicting transaction is that deep in the chain. */
    public int confirmations(Sha256Hash txid) {
        ChainEntry block = chain.blockOf(txid);
        if (block != null) {
            return chain.tip().height() - block.height() + 1;
        }
        WalletBook.Known known = book.transaction(txid);
        if (known == null || mempool.get(txid) != null) {
            return 0;
        }
        int deepest = 0;
        for (Sha256Hash conflict : book.conflicts(known.tx())) {
            ChainEntry rival = chain.blockOf(conflict);
            if (rival != null) {
                deepest = Math.max(deepest, chain.tip().height() - rival.height() + 1);
            }
        }
        return -deepest;
    }

    /** The wallet's own transactions that are neither confirmed nor in the mempool, to be offered again. */
    public List<Transaction> waiting() {
        return book.transactions().stream()
                .map(WalletBook.Known::tx)
                .filter(tx ->
                        !tx.isCoinBase() && chain.blockOf(tx.getTxId()) == null && mempool.get(tx.getTxId()) == null)
                .toList();
    }
}

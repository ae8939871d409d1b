package thunderpool.lab.devnode.wallet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bitcoinj.base.Coin;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionInput;
import org.bitcoinj.core.TransactionOutPoint;
import org.bitcoinj.script.Script;

/** Builds and signs a payment out of the wallet: confirmed coins first, the largest first, change to a fresh key. */
public final class WalletSpender {
    private static final long SIGNALS_REPLACEMENT = 0xfffffffdL;
    private static final int OVERHEAD_VBYTES = 11;
    private static final int INPUT_VBYTES = 68;
    private static final int CHANGE_VBYTES = 31;
    private static final long CHANGE_DUST_SATS = 294;

    private final DevWallet wallet;

    public WalletSpender(DevWallet wallet) {
        this.wallet = wallet;
    }

    /** A signed payment of {@code sats} to a script, or empty when the coins do not suffice. */
    public Optional<Transaction> pay(byte[] script, long sats, long satsPerVbyte) {
        List<DevWallet.WalletCoin> sorted = wallet.coins().stream()
                .filter(coin -> !coin.immature() && coin.safe())
                .sorted(Comparator.comparing((DevWallet.WalletCoin coin) -> coin.confirmations() == 0)
                        .thenComparing(Comparator.comparingLong(DevWallet.WalletCoin::sats)
                                .reversed()))
                .toList();
        List<DevWallet.WalletCoin> chosen = new ArrayList<>();
        long in = 0;
        for (DevWallet.WalletCoin coin : sorted) {
            chosen.add(coin);
            in += coin.sats();
            long fee = satsPerVbyte * (OVERHEAD_VBYTES + 9 + script.length + (long) INPUT_VBYTES * chosen.size());
            if (in >= sats + fee) {
                return Optional.of(build(chosen, script, sats, in - sats - fee - satsPerVbyte * CHANGE_VBYTES));
            }
        }
        return Optional.empty();
    }

    private Transaction build(List<DevWallet.WalletCoin> coins, byte[] script, long sats, long changeSats) {
        Transaction tx = new Transaction();
        tx.setVersion(2);
        for (DevWallet.WalletCoin coin : coins) {
            TransactionOutPoint outPoint = new TransactionOutPoint(
                    coin.outPoint().vout(), coin.outPoint().txid());
            tx.addInput(new TransactionInput(tx, new byte[0], outPoint, SIGNALS_REPLACEMENT));
        }
        tx.addOutput(Coin.valueOf(sats), Script.parse(script));
        if (changeSats >= CHANGE_DUST_SATS) {
            OwnKey change = wallet.book().newKey("", true);
            tx.addOutput(Coin.valueOf(changeSats), Script.parse(HexFormat.of().parseHex(change.scriptHex())));
        }
        for (int i = 0; i < coins.size(); i++) {
            KeySpend.sign(tx, i, coins.get(i).key().key(), coins.get(i).sats());
        }
        return tx;
    }
}

package thunderpool.lab.devnode.wallet;

import org.bitcoinj.base.Coin;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionWitness;
import org.bitcoinj.crypto.ECKey;
import org.bitcoinj.crypto.TransactionSignature;
import org.bitcoinj.script.ScriptBuilder;

/** Signs P2WPKH inputs. */
public final class KeySpend {
    private KeySpend() {}

    /** Signs input {@code index}, which spends {@code sats} locked to {@code key}, in place. */
    public static void sign(Transaction tx, int index, ECKey key, long sats) {
        TransactionSignature signature = tx.calculateWitnessSignature(
                index,
                key,
                ScriptBuilder.createP2PKHOutputScript(key.getPubKeyHash()),
                Coin.valueOf(sats),
                Transaction.SigHash.ALL,
                false);
        TransactionWitness witness = TransactionWitness.redeemP2WPKH(signature, key);
        tx.replaceInput(index, tx.getInput(index).withWitness(witness));
    }
}

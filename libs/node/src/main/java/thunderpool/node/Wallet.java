package thunderpool.node;

import java.util.List;
import java.util.Optional;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.OutPoint;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Transaction;

/**
 * The node's wallet that holds the pool's coins. Every method throws {@link NodeException}, with
 * {@link NodeFault.NoWallet} when no wallet can be chosen. Thread-safe.
 */
public interface Wallet {

    /** Which wallet is used: the URL's, else the one named {@code pool}, else the only one loaded. */
    String walletName();

    /**
     * Spendable outputs.
     *
     * @param minConfirmations 1 for confirmed coins only; coinbase outputs are listed by the node only once mature
     */
    List<Coin> listUnspent(int minConfirmations);

    /** A new bech32 address; the label is kept in the wallet and may be empty. */
    String newAddress(String label);

    /** Addresses that carry a label, empty when none does. */
    List<String> addressesLabelled(String label);

    AddressState addressState(String address);

    Balances balances();

    /** Empty when the wallet does not know the transaction. */
    Optional<WalletTransaction> walletTransaction(Hash256 txid);

    SignedTransaction signRawTransaction(Transaction unsigned);

    /** One spendable output; unconfirmed coins of others and replaceable ones are not safe. */
    record Coin(
            OutPoint outPoint,
            Sats value,
            Script script,
            Optional<String> address,
            int confirmations,
            boolean spendable,
            boolean safe) {}

    record AddressState(String address, Script script, boolean mine, boolean witness) {}

    /** What the wallet's own keys hold. */
    record Balances(Sats trusted, Sats untrustedPending, Sats immature) {}

    /**
     * A transaction of the wallet.
     *
     * @param confirmations negative when a conflicting transaction is that deep
     * @param conflicts other wallet transactions that spend an input of this one
     */
    record WalletTransaction(
            Transaction transaction, int confirmations, Optional<Hash256> blockId, List<Hash256> conflicts) {}

    /** Complete when every input is signed; otherwise the problems say why not. */
    record SignedTransaction(Transaction transaction, boolean complete, List<String> problems) {}
}

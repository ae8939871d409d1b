package thunderpool.node;

import java.util.List;
import java.util.Optional;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.OutPoint;
import thunderpool.bitcoin.Sats;

/** What happened to the wallet, for who must know what it has paid. Throws {@link NodeException}. */
public interface WalletHistory {

    /**
     * Outputs of the wallet's transactions in blocks behind this one and in no block (RPC listsinceblock). Behind the last
     * common block, when the chain has left this one.
     */
    List<Entry> since(Hash256 blockId);

    /**
     * One output, seen from one side; what the wallet sends to one of its receiving addresses is listed twice. Change is
     * not listed.
     *
     * @param sent whether the wallet paid it, else it got it
     * @param address empty when the output has none
     * @param confirmations negative when a conflicting transaction is that deep
     */
    record Entry(OutPoint outPoint, boolean sent, Optional<String> address, Sats value, int confirmations) {}
}

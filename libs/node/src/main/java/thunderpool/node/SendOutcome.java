package thunderpool.node;

import java.util.Locale;
import thunderpool.bitcoin.Hash256;

/**
 * What a node said to a broadcast transaction. None of these settles anything: only the chain does. A fault of the call
 * itself is a {@link NodeException}: the transaction may be out.
 */
public sealed interface SendOutcome {

    /** In the node's mempool now, or already before. */
    record InMempool(Hash256 txid) implements SendOutcome {}

    /** All or some of its outputs are in the chain already. */
    record InChain() implements SendOutcome {}

    /** An input is unknown or spent: by a conflicting transaction, or by this one long ago. */
    record MissingInputs() implements SendOutcome {}

    /** Not taken for another reason: code and words of the node. */
    record Refused(int code, String reason) implements SendOutcome {}

    /** Reads a node's error; the words are those of Core's TransactionErrorString and its mempool rules. */
    static SendOutcome ofError(int code, String message, Hash256 txid) {
        String words = message.toLowerCase(Locale.ROOT);
        if (words.contains("txn-already-in-mempool")) {
            return new InMempool(txid);
        }
        if (code == -27 || words.contains("txn-already-known")) {
            return new InChain();
        }
        if (words.contains("missingorspent") || words.contains("missing inputs") || words.contains("missing-inputs")) {
            return new MissingInputs();
        }
        return new Refused(code, message);
    }
}

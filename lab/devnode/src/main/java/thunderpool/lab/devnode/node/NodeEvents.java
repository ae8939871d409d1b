package thunderpool.lab.devnode.node;

import org.bitcoinj.core.Transaction;
import thunderpool.lab.devnode.chain.ChainEntry;

/** What others may want to hear of; called under the node's lock, so it must not wait. */
public interface NodeEvents {
    /** {@code tip} is the new end of the active chain; once a reorganization, however long. */
    void tipChanged(ChainEntry tip);

    void blockConnected(ChainEntry block);

    void blockDisconnected(ChainEntry block);

    /** {@code mempoolSequence} counts arrivals and removals. */
    void transactionAdmitted(Transaction tx, long mempoolSequence);
}

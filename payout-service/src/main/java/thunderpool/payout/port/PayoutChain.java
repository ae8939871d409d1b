package thunderpool.payout.port;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.OutPoint;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Transaction;
import thunderpool.payout.order.Coin;
import thunderpool.payout.order.SeenBlock;

/**
 * The node and wallet as the saga needs them. Every method throws {@link ChainFault} when there is no usable answer; the
 * call may have taken effect all the same.
 */
public interface PayoutChain {

    /** Tip of the active chain, of a node that has caught up. */
    SeenBlock tip();

    /** Id of the active chain's block at a height, empty above its tip. */
    Optional<Hash256> blockAt(int height);

    /** What a block spends; empty when the node does not know it. */
    Optional<BlockSpends> block(Hash256 id);

    /** Confirmed, mature coins of the wallet that nothing in the mempool spends. */
    List<Coin> coins();

    /** Satoshi per virtual byte to confirm within so many blocks, empty when the node cannot say. */
    OptionalInt feeRate(int blocks);

    /** A fresh script of the wallet. */
    Script newChangeScript();

    /** The wallet's signatures on a transaction; the fault says why when it cannot sign every input. */
    Transaction sign(Transaction unsigned);

    /** Why the mempool would not take it, empty when it would. */
    Optional<String> refusal(Transaction signed);

    /**
     * Broadcasts.
     *
     * @return the node's words when it did not take the transaction, empty when it is in the mempool; neither settles
     *     anything
     */
    Optional<String> send(Transaction signed);

    /**
     * What left the wallet: outputs to others of transactions that spend its coins, in blocks above a height or in no
     * block. Transactions that a confirmed one conflicts with are left out.
     */
    List<Sent> sentSince(int height);

    /** A transaction of the wallet; empty when it does not know it. */
    Optional<Own> own(Hash256 txid);

    /** @param script empty when the output has no address */
    record Sent(Hash256 txid, Optional<Script> script, Sats amount) {}

    /** @param confirmations negative when a conflicting transaction is that deep */
    record Own(Transaction transaction, int confirmations) {}

    /** @param spends the spender of every output that the block's transactions spend */
    record BlockSpends(Hash256 previous, Map<OutPoint, Hash256> spends) {
        public BlockSpends {
            spends = Map.copyOf(spends);
        }
    }

    /** No usable answer. */
    final class ChainFault extends RuntimeException {
        public ChainFault(String message) {
            super(message);
        }

        public ChainFault(String message, Throwable cause) {
            super(message, cause);
        }
    }
}

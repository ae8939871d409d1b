package thunderpool.node;

import java.util.List;
import java.util.Optional;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.OutPoint;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Transaction;

/**
 * A full node: its chain, its mempool and its block templates. Every method throws {@link NodeException} when the node
 * gives no usable answer. Thread-safe.
 */
public interface Node {

    /** The operator's name for it, also its metric label. */
    String name();

    ChainState chainState();

    /** Id of the active chain's tip: the cheapest question there is. */
    Hash256 bestBlock();

    /** Number of peers. */
    int connections();

    /** Id of the block at this height of the active chain, empty above its tip. */
    Optional<Hash256> blockAt(int height);

    /** Empty when the node does not know the block. */
    Optional<BlockStatus> block(Hash256 id);

    /** Tips of all branches the node knows ({@code getchaintips}). */
    List<ChainTip> chainTips();

    /** A template on the node's current tip, now. */
    BlockTemplate blockTemplate();

    /**
     * Waits at the node until its tip (or, later, its mempool) differs from the template of this id.
     *
     * @return empty when nothing changed in time
     */
    Optional<BlockTemplate> awaitTemplate(String longPollId);

    /** Hands the node a block in network serialization. */
    SubmitOutcome submitBlock(byte[] block);

    /** Empty when the transaction is neither in the mempool nor known to the node's index or wallet. */
    Optional<KnownTransaction> transaction(Hash256 txid);

    /** Looks into one block: finds a transaction in the chain without a transaction index. */
    Optional<KnownTransaction> transaction(Hash256 txid, Hash256 blockId);

    /** An unspent output; empty when it is spent or does not exist. */
    Optional<UnspentOutput> unspentOutput(OutPoint outPoint, boolean mempoolToo);

    SendOutcome sendRawTransaction(Transaction signed);

    MempoolVerdict testMempoolAccept(Transaction signed);

    /** Empty when the transaction is not in the mempool. */
    Optional<MempoolEntry> mempoolEntry(Hash256 txid);

    /** Fee per 1000 virtual bytes to confirm within so many blocks; empty when the node has no estimate yet. */
    Optional<Sats> estimateFee(int blocks);

    /** An unsigned transaction that signals replaceability (BIP125), with the outputs in the given order. */
    Transaction createRawTransaction(List<OutPoint> inputs, List<Payment> outputs);

    /**
     * The tip of one branch.
     *
     * @param status {@code active}, {@code valid-fork}, {@code valid-headers}, {@code headers-only} or {@code invalid}
     * @param branchLength blocks off the active chain, 0 for the active tip
     */
    record ChainTip(int height, Hash256 id, int branchLength, String status) {}

    /**
     * A transaction and where it is.
     *
     * @param confirmations 0 in the mempool
     * @param blockId absent in the mempool
     */
    record KnownTransaction(Transaction transaction, int confirmations, Optional<Hash256> blockId) {}

    /** An unspent output; confirmations are 0 in the mempool. */
    record UnspentOutput(Sats value, Script script, int confirmations, boolean coinbase) {}

    /** Whether the mempool would take it; the reason is empty when it would. */
    record MempoolVerdict(boolean allowed, String reason) {}

    /**
     * A transaction in the mempool.
     *
     * @param fee of this transaction alone, without fee deltas
     * @param vsize virtual bytes
     * @param descendants this one included
     */
    record MempoolEntry(Sats fee, int vsize, int ancestors, int descendants, boolean replaceable) {}

    /** An output by address, as the node's RPC wants it. */
    record Payment(String address, Sats value) {}
}

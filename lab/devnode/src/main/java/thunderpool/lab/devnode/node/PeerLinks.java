package thunderpool.lab.devnode.node;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bitcoinj.core.Block;
import org.bitcoinj.core.Transaction;
import org.jspecify.annotations.Nullable;
import thunderpool.lab.devnode.chain.ChainEntry;

/** Other nodes in this JVM that hear of our blocks and transactions, as connected peers would. */
final class PeerLinks implements NodeEvents, AutoCloseable {
    private final List<NodeCore> peers = new CopyOnWriteArrayList<>();
    private final ExecutorService relay = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("devnode-relay").factory());

    void add(NodeCore peer, ChainEntry tip) {
        peers.add(peer);
        relay.execute(() -> offer(peer, tip));
    }

    void remove(NodeCore peer) {
        peers.remove(peer);
    }

    List<NodeCore> all() {
        return List.copyOf(peers);
    }

    int count() {
        return peers.size();
    }

    @Override
    public void tipChanged(ChainEntry tip) {
        if (!peers.isEmpty()) {
            relay.execute(() -> peers.forEach(peer -> offer(peer, tip)));
        }
    }

    @Override
    public void blockConnected(ChainEntry block) {
        // peers hear of tips and fetch what they lack below them
    }

    @Override
    public void blockDisconnected(ChainEntry block) {
        // nothing to tell: a peer decides for itself
    }

    @Override
    public void transactionAdmitted(Transaction tx, long mempoolSequence) {
        if (!peers.isEmpty()) {
            relay.execute(() -> peers.forEach(peer -> peer.submit(tx)));
        }
    }

    /** Hands a peer the blocks up to {@code tip} that it lacks, oldest first. */
    private static void offer(NodeCore peer, ChainEntry tip) {
        Deque<Block> missing = new ArrayDeque<>();
        for (@Nullable ChainEntry at = tip; at != null && !peer.knows(at.hash()); at = at.parent()) {
            missing.addFirst(at.block());
        }
        missing.forEach(peer::submit);
    }

    @Override
    public void close() {
        peers.clear();
        relay.shutdownNow();
    }
}

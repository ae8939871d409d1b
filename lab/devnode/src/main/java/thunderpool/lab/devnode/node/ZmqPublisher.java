package thunderpool.lab.devnode.node;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Transaction;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import thunderpool.lab.devnode.chain.ChainEntry;

/**
 * Core's notifications (doc/zmq.md): three parts, topic, body and a 4-byte little-endian counter of the topic. Hashes go
 * in display order. The socket belongs to whoever holds this object's monitor.
 */
public final class ZmqPublisher implements NodeEvents, AutoCloseable {
    public static final List<String> TOPICS = List.of("hashblock", "hashtx", "rawblock", "rawtx", "sequence");
    public static final int HIGH_WATER_MARK = 1_000;

    /**
     * jeromq 0.6.0's handshake stalls about once in forty connections (measured: bytes lie unread for ever). Giving up
     * early makes the subscriber connect again.
     */
    private static final int HANDSHAKE_MS = 1_000;

    private final ZContext context = new ZContext();
    private final ZMQ.Socket socket;
    private final int port;
    private final Map<String, Integer> counters = new HashMap<>();

    /** Binds to loopback; port 0 takes a free one. */
    public ZmqPublisher(int port) {
        socket = context.createSocket(SocketType.PUB);
        socket.setSndHWM(HIGH_WATER_MARK);
        socket.setLinger(0);
        socket.setHandshakeIvl(HANDSHAKE_MS);
        this.port = bind(port);
    }

    private int bind(int wanted) {
        if (wanted == 0) {
            return socket.bindToRandomPort("tcp://127.0.0.1");
        }
        if (!socket.bind("tcp://127.0.0.1:" + wanted)) {
            context.close();
            throw new IllegalStateException("cannot bind ZMQ to port " + wanted);
        }
        return wanted;
    }

    public int port() {
        return port;
    }

    public String address() {
        return "tcp://127.0.0.1:" + port;
    }

    @Override
    public void tipChanged(ChainEntry tip) {
        publish("hashblock", tip.hash().getBytes());
        publish("rawblock", tip.rawBytes());
    }

    @Override
    public void blockConnected(ChainEntry block) {
        block.transactions().forEach(this::announce);
        publish("sequence", labelled(block.hash(), 'C'));
    }

    @Override
    public void blockDisconnected(ChainEntry block) {
        publish("sequence", labelled(block.hash(), 'D'));
    }

    @Override
    public void transactionAdmitted(Transaction tx, long mempoolSequence) {
        announce(tx);
        byte[] label = labelled(tx.getTxId(), 'A');
        publish(
                "sequence",
                ByteBuffer.allocate(label.length + Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(label)
                        .putLong(mempoolSequence)
                        .array());
    }

    private void announce(Transaction tx) {
        publish("hashtx", tx.getTxId().getBytes());
        publish("rawtx", tx.serialize());
    }

    private static byte[] labelled(Sha256Hash hash, char label) {
        return ByteBuffer.allocate(33).put(hash.getBytes()).put((byte) label).array();
    }

    private synchronized void publish(String topic, byte[] body) {
        int counter = counters.merge(topic, 1, Integer::sum) - 1;
        socket.sendMore(topic.getBytes(StandardCharsets.US_ASCII));
        socket.sendMore(body);
        socket.send(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(counter)
                .array());
    }

    @Override
    public synchronized void close() {
        context.close();
    }
}

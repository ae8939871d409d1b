package thunderpool.node;

import java.util.HexFormat;
import java.util.function.Consumer;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import thunderpool.bitcoin.Hash256;

/**
 * Subscribes to a node's {@code -zmqpubhashblock}. The library reconnects by itself, and heartbeats find a connection
 * that died silently.
 */
final class ZmqTips implements AutoCloseable {

    private static final String TOPIC = "hashblock";
    private static final int RECEIVE_TIMEOUT_MS = 300;
    private static final int RECONNECT_MS = 100;
    private static final int RECONNECT_MAX_MS = 5_000;
    /** A handshake that hangs is given up and made again; the library's own patience is 30 s. */
    private static final int HANDSHAKE_MS = 2_000;

    private static final int HEARTBEAT_MS = 10_000;
    private static final int HEARTBEAT_TIMEOUT_MS = 30_000;

    private final ZContext context = new ZContext();
    private final Thread thread;
    private volatile boolean closed;

    ZmqTips(String node, String address, Consumer<Hash256> onBlock) {
        this.thread = Thread.ofPlatform().daemon().name("zmq-" + node).unstarted(() -> receive(address, onBlock));
    }

    void start() {
        thread.start();
    }

    private void receive(String address, Consumer<Hash256> onBlock) {
        try (ZMQ.Socket socket = context.createSocket(SocketType.SUB)) {
            socket.setReceiveTimeOut(RECEIVE_TIMEOUT_MS);
            socket.setReconnectIVL(RECONNECT_MS);
            socket.setReconnectIVLMax(RECONNECT_MAX_MS);
            socket.setHandshakeIvl(HANDSHAKE_MS);
            socket.setHeartbeatIvl(HEARTBEAT_MS);
            socket.setHeartbeatTimeout(HEARTBEAT_TIMEOUT_MS);
            socket.setLinger(0);
            socket.connect(address);
            socket.subscribe(TOPIC.getBytes(ZMQ.CHARSET));
            while (!closed) {
                receiveOne(socket, onBlock);
            }
        } catch (ZMQException e) {
            if (!closed) {
                throw e;
            }
        }
    }

    /** Frames: topic, hash in the order nodes print it, sequence number (a gap does not matter: only the last tip does). */
    private static void receiveOne(ZMQ.Socket socket, Consumer<Hash256> onBlock) {
        byte[] topic = socket.recv();
        if (topic == null) {
            return;
        }
        byte[] hash = new byte[0];
        for (int frame = 1; socket.hasReceiveMore(); frame++) {
            byte[] next = socket.recv();
            if (frame == 1 && next != null) {
                hash = next;
            }
        }
        if (new String(topic, ZMQ.CHARSET).equals(TOPIC) && hash.length == Hash256.SIZE) {
            onBlock.accept(Hash256.ofDisplayHex(HexFormat.of().formatHex(hash)));
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(2L * RECEIVE_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        context.close();
    }
}

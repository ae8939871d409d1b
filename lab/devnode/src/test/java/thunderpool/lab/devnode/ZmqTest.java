package thunderpool.lab.devnode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** Goal: a subscriber of Core's topics understands this node. */
class ZmqTest {
    @Test
    void announcesEachNewTipInDisplayOrderWithACounter() {
        try (DevNode node = DevNode.start(DevNodeConfig.regtest());
                ZContext context = new ZContext()) {
            ZMQ.Socket socket = context.createSocket(SocketType.SUB);
            socket.setReceiveTimeOut(200);
            socket.subscribe("hashblock".getBytes(StandardCharsets.US_ASCII));
            socket.connect("tcp://127.0.0.1:" + node.zmqPort());

            // A subscription takes a moment to arrive, so blocks are mined until one is heard.
            byte[] topic = null;
            for (int i = 0; i < 300 && topic == null; i++) {
                node.mineBlocks(1);
                topic = socket.recv();
            }
            assertThat(topic).isEqualTo("hashblock".getBytes(StandardCharsets.US_ASCII));
            assertThat(HexFormat.of().formatHex(socket.recv()))
                    .isEqualTo(node.tip().hash());
            int counter = counter(socket.recv());

            String next = node.mineBlocks(1).getFirst();
            assertThat(socket.recv()).isNotNull();
            assertThat(HexFormat.of().formatHex(socket.recv())).isEqualTo(next);
            assertThat(counter(socket.recv())).isEqualTo(counter + 1);
        }
    }

    private static int counter(byte[] part) {
        assertThat(part).hasSize(4);
        return ByteBuffer.wrap(part).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }
}

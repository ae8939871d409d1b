package thunderpool.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import thunderpool.bitcoin.Hash256;
import tools.jackson.databind.JsonNode;

class TipFeedTest {

    private static final TipFeed.Pauses QUICK =
            new TipFeed.Pauses(Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(20));
    private static final TipFeed.Pauses NO_POLL =
            new TipFeed.Pauses(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));

    private final BlockingQueue<TipSignal> heard = new LinkedBlockingQueue<>();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private TipFeed feed(Rpc rpc, Optional<String> zmq, TipFeed.Pauses pauses) {
        Node node = new JsonRpcNode("n1", rpc, Optional.empty(), List.of("segwit"), () -> {});
        return new TipFeed(node, zmq, pauses, registry, () -> 0L, heard::add);
    }

    private TipSignal next() throws InterruptedException {
        @Nullable TipSignal signal = heard.poll(20, TimeUnit.SECONDS);
        if (signal == null) {
            throw new AssertionError("no tip was heard of");
        }
        return signal;
    }

    private static Hash256 tip(int n) {
        return Hash256.ofDisplayHex("%064x".formatted(n));
    }

    /** A node whose tip is set by the test; a long poll returns when it differs from the one in its id. */
    private static final class MovingNode implements Rpc {
        volatile int tip = 1;
        volatile boolean longPollWorks = true;
        volatile boolean pollWorks = true;

        @Override
        public JsonNode call(RpcMethod method, Optional<String> wallet, List<?> params) {
            return switch (method) {
                case GETBESTBLOCKHASH -> answer(pollWorks, "\"" + tip(tip).displayHex() + "\"");
                case GETBLOCKTEMPLATE, LONG_POLL -> answer(longPollWorks, template());
                default -> throw new AssertionError(method);
            };
        }

        private static JsonNode answer(boolean works, String json) {
            if (!works) {
                throw new NodeException("n1", "?", new NodeFault.Unreachable("switched off"));
            }
            return HttpRpc.JSON.readTree(json);
        }

        private String template() {
            return JsonRpcNodeTest.resource("/litecoind/template-before-mweb.json")
                    .replaceAll(
                            "\"previousblockhash\": \"[0-9a-f]+\"",
                            "\"previousblockhash\": \"" + tip(tip).displayHex() + "\"");
        }
    }

    /** An answer that was on its way when the tip changed names the one before once more: it costs a look at the node. */
    private Hash256 nextBut(Hash256... late) throws InterruptedException {
        Hash256 heard = next().tip();
        return List.of(late).contains(heard) ? nextBut(late) : heard;
    }

    @Test
    void tellsOfEachTipWhicheverSourceIsFirst() throws InterruptedException {
        MovingNode node = new MovingNode();
        try (TipFeed feed = feed(node, Optional.empty(), QUICK)) {
            feed.start();
            assertThat(next().tip()).isEqualTo(tip(1));
            node.tip = 2;
            assertThat(nextBut(tip(1))).isEqualTo(tip(2));
            node.tip = 3;
            assertThat(nextBut(tip(1), tip(2))).isEqualTo(tip(3));
        }
    }

    /** Means of several instances cannot be put together, buckets can. */
    @Test
    void countsInBucketsHowLateASourceTold() throws InterruptedException {
        try (TipFeed feed = feed(new MovingNode(), Optional.empty(), QUICK)) {
            feed.start();
            next();
            assertThat(registry.get("thunderpool.node.tip.lag")
                            .timer()
                            .takeSnapshot()
                            .histogramCounts())
                    .hasSizeGreaterThan(5);
        }
    }

    @Test
    void bringsTheTemplateOfALongPollAlong() throws InterruptedException {
        MovingNode node = new MovingNode();
        node.pollWorks = false;
        try (TipFeed feed = feed(node, Optional.empty(), QUICK)) {
            feed.start();
            TipSignal signal = next();
            assertThat(signal.source()).isEqualTo(TipSignal.Source.LONG_POLL);
            assertThat(signal.template().orElseThrow().previous()).isEqualTo(tip(1));
        }
    }

    @Test
    void fallsBackToAskingWhenLongPollFailsAndReturnsToItLater() throws InterruptedException {
        MovingNode node = new MovingNode();
        node.longPollWorks = false;
        try (TipFeed feed = feed(node, Optional.empty(), QUICK)) {
            feed.start();
            assertThat(next().source()).isEqualTo(TipSignal.Source.POLL);
            node.pollWorks = false;
            node.longPollWorks = true;
            node.tip = 2;
            TipSignal signal = next();
            // A question asked before the switch may still bring the tip; the next one can only come by long poll.
            if (signal.source() == TipSignal.Source.POLL) {
                node.tip = 3;
                signal = next();
            }
            assertThat(signal.source()).isEqualTo(TipSignal.Source.LONG_POLL);
        }
    }

    /** A long poll on a connection that died silently never returns by itself. */
    @Test
    void makesALongPollAgainOnceItsNodeWasLost() throws InterruptedException {
        MovingNode node = new MovingNode();
        CountDownLatch hanging = new CountDownLatch(1);
        Rpc dyingConnection = (method, wallet, params) -> {
            if (method == RpcMethod.LONG_POLL && node.pollWorks) {
                hanging.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new NodeException("n1", "getblocktemplate", new NodeFault.Unreachable("interrupted"));
                }
            }
            return node.call(method, wallet, params);
        };
        try (TipFeed feed = feed(dyingConnection, Optional.empty(), QUICK)) {
            feed.start();
            assertThat(next().tip()).isEqualTo(tip(1));
            assertThat(hanging.await(20, TimeUnit.SECONDS)).isTrue();
            node.pollWorks = false;
            node.tip = 2;
            TipSignal signal = next();
            assertThat(signal.tip()).isEqualTo(tip(2));
            assertThat(signal.source()).isEqualTo(TipSignal.Source.LONG_POLL);
        }
    }

    @Test
    void hearsAPublisherAndFindsItAgainAfterItsRestart() throws InterruptedException {
        MovingNode node = new MovingNode();
        node.longPollWorks = false;
        int port;
        try (ZContext context = new ZContext()) {
            ZMQ.Socket publisher = context.createSocket(SocketType.PUB);
            port = publisher.bindToRandomPort("tcp://127.0.0.1");
            try (TipFeed feed = feed(node, Optional.of("tcp://127.0.0.1:" + port), NO_POLL)) {
                feed.start();
                assertThat(publishUntilHeard(publisher, 7).source()).isEqualTo(TipSignal.Source.ZMQ);
                publisher.close();
                ZMQ.Socket restarted = context.createSocket(SocketType.PUB);
                bind(restarted, port);
                assertThat(publishUntilHeard(restarted, 8).tip()).isEqualTo(tip(8));
            }
        }
    }

    /** The port is free only once the closed socket's thread let go of it. */
    private static void bind(ZMQ.Socket socket, int port) throws InterruptedException {
        for (int tries = 0; tries < 200; tries++) {
            try {
                if (socket.bind("tcp://127.0.0.1:" + port)) {
                    return;
                }
            } catch (org.zeromq.ZMQException busy) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        throw new AssertionError("port stays busy");
    }

    /** A subscriber that has not connected yet misses what is published, so it is published until heard. */
    private TipSignal publishUntilHeard(ZMQ.Socket publisher, int n) throws InterruptedException {
        for (int tries = 0; tries < 400; tries++) {
            publisher.sendMore("hashblock");
            publisher.sendMore(HexFormat.of().parseHex(tip(n).displayHex()));
            publisher.send(new byte[] {1, 0, 0, 0});
            @Nullable TipSignal signal = heard.poll(50, TimeUnit.MILLISECONDS);
            if (signal != null) {
                return signal;
            }
        }
        throw new AssertionError("nothing heard from the publisher");
    }
}

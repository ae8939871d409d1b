package thunderpool.template;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.node.BlockTemplate;
import thunderpool.node.JsonRpcNode;
import thunderpool.node.NodeEndpoint;

/**
 * What real nodes said on regtest. Of litecoind (0.21.2.1) a template with an extension block, and the block it then mined
 * of it. Of Bitcoin Core (28.1) a template with five transactions that spend every kind of output, one of them the output
 * of another, and the block that we made of it and the node accepted.
 */
final class Recorded {

    static final Script POOL = Script.ofHex("0014af100628ef5fa74d10ff1642deedd7e5f8bdc783");

    private Recorded() {}

    static BlockTemplate templateWithMweb() {
        return template("/litecoind/template-with-mweb.json");
    }

    static BlockTemplate templateBeforeMweb() {
        return template("/litecoind/template-before-mweb.json");
    }

    static BlockTemplate templateOfBitcoinCore() {
        return template("/bitcoind/template.json");
    }

    static byte[] blockThatBitcoinCoreAccepted() {
        return HexFormat.of().parseHex(text("/bitcoind/accepted-block.hex").strip());
    }

    static byte[] blockOfTemplateWithMweb() {
        return HexFormat.of()
                .parseHex(text("/litecoind/block-of-template-with-mweb.hex").strip());
    }

    /** The template before MWEB, as if it built on another block. */
    static BlockTemplate onTip(Hash256 tip, int tipHeight, long curTime) {
        BlockTemplate recorded = templateBeforeMweb();
        return new BlockTemplate(
                recorded.version(),
                tip,
                recorded.entries(),
                recorded.coinbaseValue(),
                recorded.longPollId(),
                recorded.nbits(),
                recorded.minTime(),
                curTime,
                tipHeight + 1,
                recorded.rules(),
                0,
                recorded.witnessCommitment(),
                "",
                Optional.empty());
    }

    /** Read by the client that reads a node's, over HTTP. */
    private static BlockTemplate template(String resource) {
        byte[] reply = ("{\"result\":" + text(resource) + ",\"error\":null,\"id\":1}").getBytes(StandardCharsets.UTF_8);
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, reply.length);
                exchange.getResponseBody().write(reply);
                exchange.close();
            });
            server.start();
            String url = "http://u:p@127.0.0.1:" + server.getAddress().getPort();
            NodeEndpoint endpoint = NodeEndpoint.parse("recorded", url, Optional.empty(), Optional.empty());
            try (JsonRpcNode node = JsonRpcNode.connect(endpoint, List.of(), new SimpleMeterRegistry())) {
                return node.blockTemplate();
            } finally {
                server.stop(0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String resource) {
        try (InputStream in = Objects.requireNonNull(Recorded.class.getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

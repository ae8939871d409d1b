package thunderpool.lab.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bitcoinj.base.BitcoinNetwork;
import org.bitcoinj.base.ScriptType;
import org.bitcoinj.crypto.ECKey;
import thunderpool.lab.simulator.Fleet;
import thunderpool.lab.simulator.MinerSettings;

/**
 * What a story in the browser can make happen in the world outside of it: miners start and stop, the chain grows. It asks
 * by a request on loopback, such as {@code POST /mine?address=A&worker=rig&port=3333}, and gets plain text back.
 */
final class StoryTeller implements AutoCloseable {

    private static final double HASHES_PER_SECOND = 12_000;

    private final RunningPool pool;
    private final NodeRpc node;
    private final String elsewhere =
            new ECKey().toAddress(ScriptType.P2WPKH, BitcoinNetwork.REGTEST).toString();
    private final List<Fleet> fleets = new ArrayList<>();
    private final HttpServer server;

    StoryTeller(RunningPool pool, NodeRpc node) {
        this.pool = pool;
        this.node = node;
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext("/address", exchange -> answer(exchange, this::address));
        server.createContext("/mine", exchange -> answer(exchange, this::mine));
        server.createContext("/rest", exchange -> answer(exchange, this::rest));
        server.createContext("/blocks", exchange -> answer(exchange, this::blocks));
        server.createContext("/arrived", exchange -> answer(exchange, this::arrived));
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A fresh address that nobody mined to. */
    private String address(Map<String, String> query) {
        return new ECKey().toAddress(ScriptType.P2WPKH, BitcoinNetwork.REGTEST).toString();
    }

    private synchronized String mine(Map<String, String> query) {
        String user = query.get("address") + "." + query.get("worker");
        int port = Integer.parseInt(query.getOrDefault("port", "3333"));
        fleets.add(
                Fleet.start(pool.stratum(port), List.of(MinerSettings.of(user, HASHES_PER_SECOND, user.hashCode()))));
        return user;
    }

    /** All miners stop. */
    private synchronized String rest(Map<String, String> query) {
        fleets.forEach(Fleet::close);
        fleets.clear();
        return "resting";
    }

    /** Blocks of somebody else on top. */
    private String blocks(Map<String, String> query) {
        node.call("generatetoaddress", Integer.parseInt(query.getOrDefault("n", "1")), elsewhere);
        return String.valueOf(node.height());
    }

    /** Satoshi that arrived on the chain at an address, as the node sees it. */
    private String arrived(Map<String, String> query) {
        String script = node.call("validateaddress", query.getOrDefault("address", ""))
                .path("scriptPubKey")
                .asString();
        return String.valueOf(
                node.payments(script, 1).stream().mapToLong(NodeRpc.Coin::sats).sum());
    }

    private static void answer(HttpExchange exchange, Function<Map<String, String>, String> action) throws IOException {
        int status = 200;
        String text;
        try {
            text = action.apply(query(exchange));
        } catch (RuntimeException | AssertionError failed) {
            status = 500;
            text = String.valueOf(failed);
        }
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }

    private static Map<String, String> query(HttpExchange exchange) {
        String query = exchange.getRequestURI().getQuery();
        return query == null
                ? Map.of()
                : List.of(query.split("&")).stream()
                        .map(pair -> pair.split("=", 2))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    @Override
    public void close() {
        server.stop(0);
        rest(Map.of());
    }
}

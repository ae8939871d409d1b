package thunderpool.lab.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** A node asked by the test itself, without any code of the pool: what it says is what the chain says. */
final class NodeRpc {

    /** Where a payment is on the chain. */
    record Coin(String txid, int index, long sats) {}

    private static final BigDecimal SATS = BigDecimal.valueOf(100_000_000);
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(tools.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI url;
    private final String authorization;

    /** @param user and password, separated by a colon */
    NodeRpc(String url, String user) {
        this.url = URI.create(url);
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    JsonNode call(String method, Object... parameters) {
        String body = JSON.writeValueAsString(Map.of("id", 1, "method", method, "params", List.of(parameters)));
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            JsonNode reply = JSON.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
            if (!reply.path("error").isNull() && !reply.path("error").isMissingNode()) {
                throw new AssertionError(method + " failed: " + reply.path("error"));
            }
            return reply.path("result");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted");
        }
    }

    int height() {
        return call("getblockcount").asInt();
    }

    /** Whether the block is part of the active chain. */
    boolean isActive(String blockId) {
        return call("getblockheader", blockId).path("confirmations").asInt() > 0;
    }

    /** Whether the node has the block at all. */
    boolean knows(String blockId) {
        try {
            return !call("getblockheader", blockId).isMissingNode();
        } catch (AssertionError unknown) {
            return false;
        }
    }

    /** Every output of the active chain, spent or not, that pays the script, coinbases left out. */
    List<Coin> payments(String scriptHex, int fromHeight) {
        List<Coin> coins = new ArrayList<>();
        for (int height = fromHeight; height <= height(); height++) {
            JsonNode block = call("getblock", call("getblockhash", height).asString(), 2);
            JsonNode transactions = block.path("tx");
            for (int i = 1; i < transactions.size(); i++) {
                collect(transactions.get(i), scriptHex, coins);
            }
        }
        return coins;
    }

    private static void collect(JsonNode transaction, String scriptHex, List<Coin> coins) {
        for (JsonNode output : transaction.path("vout")) {
            if (output.path("scriptPubKey").path("hex").asString().equals(scriptHex)) {
                long sats = sats(output.path("value").decimalValue());
                coins.add(new Coin(
                        transaction.path("txid").asString(), output.path("n").asInt(), sats));
            }
        }
    }

    /** Satoshi of the unspent output, 0 when there is none. */
    long unspent(Coin coin) {
        JsonNode output = call("gettxout", coin.txid(), coin.index());
        return output.isNull() ? 0 : sats(output.path("value").decimalValue());
    }

    static long sats(BigDecimal coins) {
        return coins.multiply(SATS).longValueExact();
    }
}

package thunderpool.lab.devnode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plain JSON-RPC caller. */
final class RpcClient {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI url;
    private final String authorization;

    RpcClient(DevNode node, String path) {
        this.url = URI.create("http://127.0.0.1:" + node.rpcPort() + path);
        String user = node.rpcUrl().getUserInfo();
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    RpcClient(DevNode node) {
        this(node, "/");
    }

    /** The result; an error fails the test. */
    JsonNode call(String method, Object... params) {
        JsonNode answer = answer(method, params);
        if (!answer.path("error").isNull()) {
            throw new AssertionError(method + ": " + answer);
        }
        return answer.path("result");
    }

    /** The error object; a result fails the test. */
    JsonNode error(String method, Object... params) {
        JsonNode answer = answer(method, params);
        if (answer.path("error").isNull()) {
            throw new AssertionError(method + " was expected to fail: " + answer);
        }
        return answer.path("error");
    }

    private JsonNode answer(String method, Object... params) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("id", 1);
        request.put("method", method);
        request.put("params", params);
        return JSON.readTree(
                post(JSON.writeValueAsString(request), authorization).body());
    }

    HttpResponse<String> post(String body) {
        return post(body, authorization);
    }

    HttpResponse<String> post(String body, String credentials) {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", credentials)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    JsonNode template() {
        return call("getblocktemplate", Map.of("rules", List.of("segwit")));
    }

    static JsonNode parse(String text) {
        return JSON.readTree(text);
    }
}

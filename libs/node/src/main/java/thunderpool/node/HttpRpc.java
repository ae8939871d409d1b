package thunderpool.node;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON-RPC 1.0 over HTTP/1.1, as Bitcoin Core and its descendants speak it. Thread-safe. */
final class HttpRpc implements Rpc, AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    /** Numbers with a fraction stay decimal text all the way: amounts never pass through a double. */
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final NodeEndpoint endpoint;
    private final HttpClient client;
    private final AtomicLong nextId = new AtomicLong();

    HttpRpc(NodeEndpoint endpoint) {
        this.endpoint = endpoint;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
    }

    @Override
    public JsonNode call(RpcMethod method, Optional<String> wallet, List<?> params) {
        HttpResponse<byte[]> response = exchange(method, request(method, wallet, params));
        int status = response.statusCode();
        if (status == 401 || status == 403) {
            throw failure(method, new NodeFault.Denied(status));
        }
        if (status == 503) {
            throw failure(method, new NodeFault.Unreachable("the node's work queue is full (HTTP 503)"));
        }
        return result(method, status, response.body());
    }

    private HttpRequest request(RpcMethod method, Optional<String> wallet, List<?> params) {
        Map<String, Object> call = new LinkedHashMap<>();
        call.put("jsonrpc", "1.0");
        call.put("id", nextId.incrementAndGet());
        call.put("method", method.wireName());
        call.put("params", params);
        return HttpRequest.newBuilder(path(wallet))
                .timeout(method.timeout())
                .header("Content-Type", "application/json")
                .header("Authorization", authorization(method))
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(call)))
                .build();
    }

    private URI path(Optional<String> wallet) {
        if (wallet.isEmpty()) {
            return endpoint.rpc().resolve("/");
        }
        String name = URLEncoder.encode(wallet.get(), StandardCharsets.UTF_8).replace("+", "%20");
        return endpoint.rpc().resolve("/wallet/" + name);
    }

    private String authorization(RpcMethod method) {
        String credentials = endpoint.credentials().orElseGet(() -> cookie(method));
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private String cookie(RpcMethod method) {
        try {
            return Files.readString(endpoint.cookieFile().orElseThrow()).strip();
        } catch (IOException e) {
            throw new NodeException(
                    endpoint.name(),
                    method.wireName(),
                    new NodeFault.Unreachable("no cookie file: is the node running?"),
                    e);
        }
    }

    /** HttpRequest's own timeout ends with the response's head; the whole exchange is bounded here. */
    private HttpResponse<byte[]> exchange(RpcMethod method, HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> reply =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        try {
            return reply.get(method.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            reply.cancel(true);
            throw new NodeException(endpoint.name(), method.wireName(), new NodeFault.Timeout(method.timeout()), e);
        } catch (InterruptedException e) {
            reply.cancel(true);
            Thread.currentThread().interrupt();
            throw new NodeException(endpoint.name(), method.wireName(), new NodeFault.Unreachable("interrupted"), e);
        } catch (ExecutionException e) {
            throw new NodeException(
                    endpoint.name(),
                    method.wireName(),
                    faultOf(method, Optional.ofNullable(e.getCause()).orElse(e)),
                    e);
        }
    }

    private static NodeFault faultOf(RpcMethod method, Throwable cause) {
        return cause instanceof java.net.http.HttpTimeoutException
                        && !(cause instanceof java.net.http.HttpConnectTimeoutException)
                ? new NodeFault.Timeout(method.timeout())
                : new NodeFault.Unreachable(cause.getClass().getSimpleName()
                        + Optional.ofNullable(cause.getMessage())
                                .map(m -> " " + m)
                                .orElse(""));
    }

    private JsonNode result(RpcMethod method, int status, byte[] body) {
        JsonNode reply;
        try {
            reply = JSON.readTree(body);
        } catch (JacksonException e) {
            throw new NodeException(
                    endpoint.name(), method.wireName(), new NodeFault.Malformed("HTTP " + status + ", not JSON"), e);
        }
        JsonNode error = reply.path("error");
        if (error.isObject()) {
            int code = error.path("code").asInt(0);
            String message = error.path("message").asString("");
            boolean early = code == NodeFault.CODE_WARMUP || code == NodeFault.CODE_INITIAL_DOWNLOAD;
            throw failure(
                    method, early ? new NodeFault.NotReady(code, message) : new NodeFault.RpcError(code, message));
        }
        JsonNode result = reply.get("result");
        if (status != 200 || result == null) {
            throw failure(method, new NodeFault.Malformed("HTTP " + status + " without result"));
        }
        return result;
    }

    private NodeException failure(RpcMethod method, NodeFault fault) {
        return new NodeException(endpoint.name(), method.wireName(), fault);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}

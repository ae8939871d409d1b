package thunderpool.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class HttpRpcTest {

    private record Request(String path, String authorization, String body) {}

    private final AtomicReference<Request> seen = new AtomicReference<>(new Request("", "", ""));
    private final CountDownLatch release = new CountDownLatch(1);
    private HttpServer server = unstarted();
    private volatile int status = 200;
    private volatile String reply = "";
    private volatile boolean stall;

    private static HttpServer unstarted() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeEach
    void serve() {
        server = unstarted();
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            seen.set(new Request(exchange.getRequestURI().getRawPath(), authorization, body));
            byte[] bytes = reply.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            if (stall) {
                awaitRelease();
            }
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    private void awaitRelease() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.stop(0);
    }

    private String url(String userInfo, String path) {
        return "http://" + userInfo + "127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private NodeEndpoint endpoint(String path) {
        return NodeEndpoint.parse("n1", url("user:p%40ss@", path), Optional.empty(), Optional.empty());
    }

    private JsonNode call(NodeEndpoint endpoint, RpcMethod method, Optional<String> wallet, List<?> params) {
        try (HttpRpc rpc = new HttpRpc(endpoint)) {
            return rpc.call(method, wallet, params);
        }
    }

    private NodeFault fault(int httpStatus, String body) {
        status = httpStatus;
        reply = body;
        NodeException failure = catchThrowableOfType(
                NodeException.class,
                () -> call(endpoint(""), RpcMethod.GETCONNECTIONCOUNT, Optional.empty(), List.of()));
        return failure.fault();
    }

    @Test
    void sendsTheCallAsCoreExpectsIt() {
        reply = "{\"result\":0.1,\"error\":null,\"id\":1}";
        List<?> params = List.of("a b", true, List.of(Map.of("addr", new BigDecimal("0.00000001"))));
        JsonNode result = call(endpoint("/wallet/my%20pool"), RpcMethod.LISTUNSPENT, Optional.of("my pool"), params);
        assertThat(result.decimalValue()).isEqualByComparingTo("0.1");
        assertThat(seen.get().path()).isEqualTo("/wallet/my%20pool");
        // "user:p@ss" in base64
        assertThat(seen.get().authorization()).isEqualTo("Basic dXNlcjpwQHNz");
        assertThat(seen.get().body())
                .isEqualTo("{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"listunspent\","
                        + "\"params\":[\"a b\",true,[{\"addr\":0.00000001}]]}");
    }

    @Test
    void readsTheCookieAgainForEachCall(@TempDir Path dir) throws IOException {
        reply = "{\"result\":1,\"error\":null}";
        Path cookie = dir.resolve(".cookie");
        NodeEndpoint endpoint = NodeEndpoint.parse("n1", url("", ""), Optional.of(cookie), Optional.empty());
        NodeException failure = catchThrowableOfType(
                NodeException.class, () -> call(endpoint, RpcMethod.GETCONNECTIONCOUNT, Optional.empty(), List.of()));
        assertThat(failure.fault()).isInstanceOf(NodeFault.Unreachable.class);
        Files.writeString(cookie, "__cookie__:abc");
        call(endpoint, RpcMethod.GETCONNECTIONCOUNT, Optional.empty(), List.of());
        assertThat(seen.get().authorization()).isEqualTo("Basic X19jb29raWVfXzphYmM=");
        assertThat(seen.get().path()).isEqualTo("/");
    }

    @Test
    void tellsFaultsApart() {
        assertThat(fault(401, "")).isEqualTo(new NodeFault.Denied(401));
        assertThat(fault(503, "Work queue depth exceeded")).isInstanceOf(NodeFault.Unreachable.class);
        assertThat(fault(500, "{\"result\":null,\"error\":{\"code\":-8,\"message\":\"out of range\"},\"id\":1}"))
                .isEqualTo(new NodeFault.RpcError(-8, "out of range"));
        assertThat(fault(
                        500, "{\"result\":null,\"error\":{\"code\":-28,\"message\":\"Loading block index\"},\"id\":1}"))
                .isEqualTo(new NodeFault.NotReady(-28, "Loading block index"));
        assertThat(fault(500, "{\"result\":null,\"error\":{\"code\":-10,\"message\":\"downloading\"},\"id\":1}"))
                .isEqualTo(new NodeFault.NotReady(-10, "downloading"));
        assertThat(fault(200, "<html>")).isInstanceOf(NodeFault.Malformed.class);
        assertThat(fault(200, "{}")).isInstanceOf(NodeFault.Malformed.class);
    }

    @Test
    void tellsAClosedPortUnreachable() {
        server.stop(0);
        assertThat(fault(200, "")).isInstanceOf(NodeFault.Unreachable.class);
    }

    @Test
    void givesUpOnABodyThatNeverComes() {
        stall = true;
        reply = "{\"result\":\"00\",\"error\":null}";
        NodeException failure = catchThrowableOfType(
                NodeException.class, () -> call(endpoint(""), RpcMethod.GETBESTBLOCKHASH, Optional.empty(), List.of()));
        assertThat(failure.fault()).isEqualTo(new NodeFault.Timeout(RpcMethod.GETBESTBLOCKHASH.timeout()));
    }

    @Test
    void neverPrintsCredentials() {
        assertThat(endpoint("/wallet/w").toString())
                .doesNotContain("p@ss")
                .doesNotContain("p%40ss")
                .contains("w");
        assertThatThrownBy(() ->
                        NodeEndpoint.parse("n1", "http://user:sec ret@127.0.0.1", Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("sec");
    }

    @Test
    void refusesAnEndpointWithoutCredentials() {
        assertThatThrownBy(() -> NodeEndpoint.parse("n1", "http://127.0.0.1:8332", Optional.empty(), Optional.empty()))
                .hasMessageContaining("cookie file");
        assertThatThrownBy(() -> NodeEndpoint.parse("n1", "http://u:p@h:1/rpc", Optional.empty(), Optional.empty()))
                .hasMessageContaining("/wallet/NAME");
    }
}

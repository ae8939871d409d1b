package thunderpool.lab.devnode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import thunderpool.lab.devnode.rpc.Fault;

/** Goal: status codes and envelopes as Core sends them (compared with a Core descendant by hand). */
class RpcEnvelopeTest {
    private final DevNode node = DevNode.start(DevNodeConfig.regtest().withPorts(0, -1));
    private final RpcClient rpc = new RpcClient(node);

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void answersTheOldEnvelopeWithBothFields() {
        HttpResponse<String> answer = rpc.post("{\"id\":\"x\",\"method\":\"getblockcount\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"result\":0,\"error\":null,\"id\":\"x\"}\n");
    }

    @Test
    void answersVersionTwoWithOneField() {
        HttpResponse<String> answer = rpc.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"foo\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32601,\"message\":\"Method not found\"},\"id\":1}\n");
        assertThat(rpc.post("{\"jsonrpc\":\"2.0\",\"method\":\"getblockcount\"}")
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void errorsOfTheOldEnvelopeAreHttpErrors() {
        assertThat(rpc.post("{\"id\":1,\"method\":\"foo\"}").statusCode()).isEqualTo(404);
        assertThat(rpc.post("{\"id\":1,\"params\":[]}").statusCode()).isEqualTo(400);
        HttpResponse<String> range = rpc.post("{\"id\":1,\"method\":\"getblockhash\",\"params\":[5000]}");
        assertThat(range.statusCode()).isEqualTo(500);
        assertThat(range.body())
                .isEqualTo(
                        "{\"result\":null,\"error\":{\"code\":-8,\"message\":\"Block height out of range\"},\"id\":1}\n");
        assertThat(rpc.post("{\"id\":1,").body())
                .isEqualTo("{\"result\":null,\"error\":{\"code\":-32700,\"message\":\"Parse error\"},\"id\":null}\n");
    }

    @Test
    void answersBatchesInOrder() {
        HttpResponse<String> answer = rpc.post("[{\"id\":1,\"method\":\"getblockhash\",\"params\":[5000]},"
                + "{\"id\":2,\"method\":\"getblockcount\"}]");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(
                        "[{\"result\":null,\"error\":{\"code\":-8,\"message\":\"Block height out of range\"},\"id\":1},"
                                + "{\"result\":0,\"error\":null,\"id\":2}]\n");
    }

    @Test
    void takesNamedArguments() {
        HttpResponse<String> answer = rpc.post("{\"id\":1,\"method\":\"getblockhash\",\"params\":{\"height\":0}}");
        assertThat(answer.body()).contains("0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206");
        assertThat(rpc.post("{\"id\":1,\"method\":\"getblockhash\",\"params\":{\"x\":0}}")
                        .body())
                .contains("Unknown named parameter x");
    }

    @Test
    void asksForThePassword() {
        HttpResponse<String> answer = rpc.post("{}", "Basic bm86bm8=");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"jsonrpc\"");
    }

    @Test
    void actsOutFaults() throws Exception {
        node.setFault(new Fault.ErrorOn("getblockcount", -28, "Loading block index…"));
        assertThat(rpc.error("getblockcount").path("code").intValue()).isEqualTo(-28);
        assertThat(rpc.call("getbestblockhash").isString()).isTrue();

        node.setFault(new Fault.RefuseRpc());
        assertThatThrownBy(() -> rpc.call("getblockcount")).isInstanceOf(UncheckedIOException.class);

        node.setFault(new Fault.Delay(Duration.ofMillis(300)));
        long start = System.nanoTime();
        rpc.call("getblockcount");
        assertThat(System.nanoTime() - start).isGreaterThan(300_000_000L);

        node.setFault(new Fault.Hang());
        CompletableFuture<Integer> hanging =
                CompletableFuture.supplyAsync(() -> rpc.call("getblockcount").intValue());
        assertThat(hanging).isNotDone();
        node.setFault(new Fault.None());
        assertThat(hanging.get(10, TimeUnit.SECONDS)).isZero();
    }
}

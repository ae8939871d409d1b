package thunderpool.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResilientRpcTest {

    private static final NodeFault GONE = new NodeFault.Unreachable("connection refused");
    private static final ResilientRpc.Policy QUICK =
            new ResilientRpc.Policy(3, Duration.ofMillis(1), 6, 6, Duration.ofMinutes(5));

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    private ResilientRpc guard(ScriptedRpc inner) {
        return new ResilientRpc("n1", inner, metrics, QUICK);
    }

    private static void call(Rpc rpc, RpcMethod method) {
        rpc.call(method, Optional.empty(), List.of());
    }

    private static NodeFault faultOf(Rpc rpc, RpcMethod method) {
        NodeException failure = catchThrowableOfType(NodeException.class, () -> call(rpc, method));
        return failure.fault();
    }

    @Test
    void repeatsReadsUntilTheNodeAnswers() {
        ScriptedRpc inner = new ScriptedRpc().fault(GONE).fault(GONE).answer("\"ok\"");
        assertThat(guard(inner)
                        .call(RpcMethod.GETBESTBLOCKHASH, Optional.empty(), List.of())
                        .stringValue())
                .isEqualTo("ok");
        assertThat(inner.asked).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(
            value = RpcMethod.class,
            names = {"SUBMITBLOCK", "SENDRAWTRANSACTION", "GETNEWADDRESS", "LONG_POLL"})
    void neverRepeatsCallsWithAnEffect(RpcMethod method) {
        ScriptedRpc inner = new ScriptedRpc().fault(GONE).answer("\"ok\"");
        assertThat(faultOf(guard(inner), method)).isEqualTo(GONE);
        assertThat(inner.asked).hasSize(1);
    }

    @Test
    void doesNotRepeatWhatTheNodeDeclined() {
        ScriptedRpc inner = new ScriptedRpc().fault(new NodeFault.RpcError(-8, "Block height out of range"));
        assertThat(faultOf(guard(inner), RpcMethod.GETBLOCKHASH)).isInstanceOf(NodeFault.RpcError.class);
        assertThat(inner.asked).hasSize(1);
    }

    @Test
    void opensAfterFaultsAndThenRefusesWithoutAsking() {
        ScriptedRpc inner = new ScriptedRpc().fault(GONE);
        ResilientRpc guarded = guard(inner);
        assertThat(faultOf(guarded, RpcMethod.GETBESTBLOCKHASH)).isEqualTo(GONE);
        assertThat(faultOf(guarded, RpcMethod.GETBESTBLOCKHASH)).isEqualTo(GONE);
        int askedBefore = inner.asked.size();
        assertThat(faultOf(guarded, RpcMethod.GETBESTBLOCKHASH)).isEqualTo(new NodeFault.Refused());
        assertThat(faultOf(guarded, RpcMethod.SENDRAWTRANSACTION)).isEqualTo(new NodeFault.Refused());
        assertThat(inner.asked).hasSize(askedBefore);
        assertThat(metrics.get("thunderpool.node.breaker.open").gauge().value()).isEqualTo(1);
        assertThat(metrics.get("thunderpool.node.rpc.refused")
                        .tag("method", "sendrawtransaction")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void letsASolvedBlockThroughAnOpenBreaker() {
        ScriptedRpc inner = new ScriptedRpc();
        for (int i = 0; i < 6; i++) {
            inner.fault(GONE);
        }
        inner.answer("null");
        ResilientRpc guarded = guard(inner);
        faultOf(guarded, RpcMethod.GETBESTBLOCKHASH);
        faultOf(guarded, RpcMethod.GETBESTBLOCKHASH);
        assertThat(faultOf(guarded, RpcMethod.GETBESTBLOCKHASH)).isEqualTo(new NodeFault.Refused());
        assertThat(guarded.call(RpcMethod.SUBMITBLOCK, Optional.empty(), List.of("00"))
                        .isNull())
                .isTrue();
    }

    @Test
    void staysClosedWhenTheNodeOnlyDeclines() {
        ScriptedRpc inner = new ScriptedRpc().fault(new NodeFault.RpcError(-5, "Block not found"));
        ResilientRpc guarded = guard(inner);
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> call(guarded, RpcMethod.GETBLOCKHEADER)).isInstanceOf(NodeException.class);
        }
        assertThat(inner.asked).hasSize(20);
    }

    @Test
    void measuresEachCallByMethodAndOutcome() {
        ResilientRpc guarded = guard(new ScriptedRpc().fault(GONE).answer("1"));
        call(guarded, RpcMethod.GETCONNECTIONCOUNT);
        assertThat(metrics.get("thunderpool.node.rpc")
                        .tags("method", "getconnectioncount", "outcome", "unreachable")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(metrics.get("thunderpool.node.rpc")
                        .tags("method", "getconnectioncount", "outcome", "ok")
                        .timer()
                        .count())
                .isEqualTo(1);
    }
}

package thunderpool.node;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * The one place where calls to a node are guarded and measured: retries for calls without effect, one circuit breaker
 * per node, a latency histogram per method. Timeouts are {@link HttpRpc}'s.
 *
 * <p>Invariant: a call with an effect leaves here at most once. Whoever made it looks at the chain before repeating it.
 */
final class ResilientRpc implements Rpc {

    /**
     * @param attempts of a read, the first included
     * @param retryWait before the second attempt, doubled before each further one
     * @param window calls the breaker looks back at; half of them failing opens it
     * @param minimumCalls before the breaker judges at all
     * @param openFor how long an open breaker refuses before it lets a probe through
     */
    record Policy(int attempts, Duration retryWait, int window, int minimumCalls, Duration openFor) {
        static final Policy DEFAULT = new Policy(3, Duration.ofMillis(150), 20, 6, Duration.ofSeconds(5));
    }

    private static final Duration[] LATENCY_BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(3),
        Duration.ofMillis(10),
        Duration.ofMillis(30),
        Duration.ofMillis(100),
        Duration.ofMillis(300),
        Duration.ofSeconds(1),
        Duration.ofSeconds(3),
        Duration.ofSeconds(10)
    };

    private final String node;
    private final Rpc inner;
    private final MeterRegistry metrics;
    private final CircuitBreaker breaker;
    private final Retry retry;

    ResilientRpc(String node, Rpc inner, MeterRegistry metrics, Policy policy) {
        this.node = node;
        this.inner = inner;
        this.metrics = metrics;
        this.breaker = CircuitBreaker.of(node, breakerConfig(policy));
        this.retry = Retry.of(node, retryConfig(policy));
        Gauge.builder("thunderpool.node.breaker.open", breaker, b -> refuses(b) ? 1 : 0)
                .description("1 while calls to this node are refused")
                .tag("node", node)
                .register(metrics);
    }

    private static boolean refuses(CircuitBreaker breaker) {
        return breaker.getState() == CircuitBreaker.State.OPEN;
    }

    private static CircuitBreakerConfig breakerConfig(Policy policy) {
        return CircuitBreakerConfig.custom()
                .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(policy.window())
                .minimumNumberOfCalls(policy.minimumCalls())
                .failureRateThreshold(50)
                .waitDurationInOpenState(policy.openFor())
                .permittedNumberOfCallsInHalfOpenState(2)
                .recordException(e ->
                        e instanceof NodeException failure && failure.fault().nodeIsAtFault())
                .build();
    }

    private static RetryConfig retryConfig(Policy policy) {
        return RetryConfig.custom()
                .maxAttempts(policy.attempts())
                .intervalFunction(IntervalFunction.ofExponentialBackoff(policy.retryWait(), 2.0))
                .retryOnException(e -> e instanceof NodeException failure && worthRepeating(failure.fault()))
                .build();
    }

    /** A node that starts, or that denies us, gives the same answer a moment later; what waited long is not waited for again. */
    private static boolean worthRepeating(NodeFault fault) {
        return switch (fault) {
            case NodeFault.Unreachable _, NodeFault.Malformed _ -> true;
            case NodeFault.Timeout _,
                    NodeFault.RpcError _,
                    NodeFault.NotReady _,
                    NodeFault.Denied _,
                    NodeFault.Refused _,
                    NodeFault.NoWallet _ -> false;
        };
    }

    @Override
    public JsonNode call(RpcMethod method, Optional<String> wallet, List<?> params) {
        Supplier<JsonNode> once = () -> measured(method, wallet, params);
        try {
            return switch (method.guard()) {
                case READ -> retry.executeSupplier(CircuitBreaker.decorateSupplier(breaker, once));
                case ONCE -> breaker.executeSupplier(once);
                case ALWAYS, WAIT -> once.get();
            };
        } catch (CallNotPermittedException e) {
            countRefused(method);
            throw new NodeException(node, method.wireName(), new NodeFault.Refused(), e);
        }
    }

    private JsonNode measured(RpcMethod method, Optional<String> wallet, List<?> params) {
        Timer.Sample sample = Timer.start(metrics);
        String outcome = "bug";
        try {
            JsonNode result = inner.call(method, wallet, params);
            outcome = "ok";
            return result;
        } catch (NodeException e) {
            outcome = e.fault().label();
            throw e;
        } finally {
            sample.stop(timer(method, outcome));
        }
    }

    private Timer timer(RpcMethod method, String outcome) {
        return Timer.builder("thunderpool.node.rpc")
                .description("Calls to a node, by method and outcome")
                .tags("node", node, "method", label(method), "outcome", outcome)
                .serviceLevelObjectives(LATENCY_BUCKETS)
                .register(metrics);
    }

    private void countRefused(RpcMethod method) {
        metrics.counter("thunderpool.node.rpc.refused", "node", node, "method", label(method))
                .increment();
    }

    private static String label(RpcMethod method) {
        return method == RpcMethod.LONG_POLL ? "longpoll" : method.wireName();
    }
}

package thunderpool.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitcoinj.base.BitcoinNetwork;
import org.bitcoinj.base.ScriptType;
import org.bitcoinj.crypto.ECKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import thunderpool.lab.e2e.OtlpReceiver.Span;
import thunderpool.lab.simulator.Fleet;
import thunderpool.lab.simulator.MinerSettings;

/**
 * Goal: with the OpenTelemetry agent and the settings of docs/operations/logs.md the way of a solved block is one trace
 * through two services to the node, and requests of the pages are traced; lines of the log carry the trace.
 *
 * <p>Method: gateway, template-service and dashboard as processes with the agent and a collector of the test's own; the rest of the
 * pool runs as always.
 */
@Execution(ExecutionMode.CONCURRENT)
final class TracingE2E {

    /** Put there by the build. */
    private static final Path AGENT = Path.of("target/agent/opentelemetry-javaagent.jar");

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final int SERVER = 2;
    private static final int CLIENT = 3;

    @Test
    void aSolvedBlockIsOneTraceFromTheGatewayToTheNode(@TempDir Path dir) {
        assertThat(AGENT).as("copied by the build").exists();
        try (OtlpReceiver collector = OtlpReceiver.start();
                LabNode node = LabNode.start(dir, "1f00ffff");
                RunningPool pool = RunningPool.start(
                        dir.resolve("pool"),
                        RunningPool.freeOffset(9_500),
                        "--node",
                        node.url(),
                        "--vardiff",
                        "off",
                        "--difficulty",
                        "2^-22",
                        "--without",
                        "gateway,template,dashboard");
                var template = pool.service(
                        "template", "thunderpool.template.TemplateApplication", traced(collector, "template"));
                var dashboard = pool.service(
                        "dashboard", "thunderpool.dashboard.DashboardApplication", traced(collector, "dashboard"))) {
            template.awaitReady();
            dashboard.awaitReady();
            try (var gateway =
                    pool.service("gateway", "thunderpool.gateway.GatewayApplication", traced(collector, "gateway"))) {
                gateway.awaitReady();
                try (Fleet _ = Fleet.start(pool.stratum(3333), List.of(miner()))) {
                    RunningPool.await("the trace of a block", SOON, () -> blockTrace(collector.spans())
                            .isPresent());
                }
                Span submitted = blockTrace(collector.spans()).orElseThrow();
                assertThat(template.process().said())
                        .containsPattern("a node was given a block .*trace\\.id=" + submitted.trace());
            }
            pool.api("stats");
            RunningPool.await("the trace of a request", SOON, () -> collector.spans().stream()
                    .anyMatch(span -> span.service().equals("dashboard")
                            && span.kind() == SERVER
                            && span.name().contains("/api/stats")));
            System.out.println(collector.spans().size() + " spans, among them a block's from gateway to node");
        }
    }

    /** What docs/operations/logs.md tells operators to set. */
    private static Map<String, String> traced(OtlpReceiver collector, String service) {
        Map<String, String> settings = new HashMap<>();
        settings.put("JAVA_TOOL_OPTIONS", "-javaagent:" + AGENT.toAbsolutePath());
        settings.put("OTEL_SERVICE_NAME", service);
        settings.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint());
        settings.put("OTEL_METRICS_EXPORTER", "none");
        settings.put("OTEL_LOGS_EXPORTER", "none");
        settings.put("OTEL_INSTRUMENTATION_COMMON_LOGGING_TRACE_ID_KEY", "trace.id");
        settings.put("OTEL_INSTRUMENTATION_COMMON_LOGGING_SPAN_ID_KEY", "span.id");
        return settings;
    }

    private static MinerSettings miner() {
        String address =
                new ECKey().toAddress(ScriptType.P2WPKH, BitcoinNetwork.REGTEST).toString();
        return MinerSettings.of(address + ".rig", 20_000, 7);
    }

    /** The span in which template-service hands a block to the node, below the gateway's call. */
    private static Optional<Span> blockTrace(List<Span> spans) {
        return spans.stream()
                .filter(call -> call.service().equals("gateway") && call.kind() == CLIENT)
                .flatMap(call -> spans.stream()
                        .filter(served -> served.service().equals("template")
                                && served.kind() == SERVER
                                && served.parent().equals(call.id()))
                        .flatMap(served -> spans.stream()
                                .filter(rpc -> rpc.service().equals("template")
                                        && rpc.kind() == CLIENT
                                        && rpc.name().startsWith("POST")
                                        && rpc.trace().equals(served.trace()))))
                .findFirst();
    }
}

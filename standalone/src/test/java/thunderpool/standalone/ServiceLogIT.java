package thunderpool.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Goal: what services write says who they are and never what they keep secret, in either format, also while nothing that
 * they need can be reached.
 *
 * <p>Method: services as processes with their own mains and known secrets; no broker, no database, no node.
 */
final class ServiceLogIT {
    private static final String NOBODY = "127.0.0.1:1";

    private static final Map<String, String> SECRETS = Map.of(
            "GATEWAY_KAFKA_PASSWORD", "kafka-of-gateway-3f7a",
            "GATEWAY_BLOCKSECRET", "blocks-between-services-91c2",
            "GATEWAY_SESSIONKEY", "sessions-of-all-gateways-77d0",
            "TEMPLATE_KAFKA_PASSWORD", "kafka-of-template-b15e",
            "TEMPLATE_BLOCKSECRET", "blocks-between-services-91c2",
            "TEMPLATE_DATABASE_PASSWORD", "database-of-template-0d4b");

    private static final String NODE_PASSWORD = "rpc-of-node-5e19";

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"", "ecs"})
    void aGatewayWithoutABrokerKeepsItsSecrets(String format) throws Exception {
        Process gateway = start(
                "thunderpool.gateway.GatewayApplication",
                format,
                Map.of(
                        "GATEWAY_INSTANCE",
                        "gateway-7",
                        "GATEWAY_KAFKA_BOOTSTRAP",
                        NOBODY,
                        "GATEWAY_KAFKA_USER",
                        "gateway",
                        "GATEWAY_DATA",
                        dir.resolve("gateway").toString()));
        try {
            TestLog.await("the broker is missed", () -> said().contains("could not be established"));
        } finally {
            end(gateway);
        }
        assertThat(said()).contains("GatewayApplication");
        keepsSecrets();
        if (!format.isEmpty()) {
            everyLineIsOf("gateway", "gateway-7");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ecs"})
    void aTemplateServiceThatFailsToStartKeepsItsSecrets(String format) throws Exception {
        Process template = start(
                "thunderpool.template.TemplateApplication",
                format,
                Map.of(
                        "TEMPLATE_KAFKA_BOOTSTRAP",
                        NOBODY,
                        "TEMPLATE_KAFKA_USER",
                        "template",
                        "TEMPLATE_NODES_0_NAME",
                        "node",
                        "TEMPLATE_NODES_0_URL",
                        "http://pool:" + NODE_PASSWORD + "@" + NOBODY,
                        "TEMPLATE_DATABASE_URL",
                        "jdbc:postgresql://" + NOBODY + "/template",
                        "TEMPLATE_DATABASE_USER",
                        "template"));
        try {
            TestLog.await("the database is missed", () -> said().contains("Connection to " + NOBODY + " refused"));
        } finally {
            end(template);
        }
        keepsSecrets();
        if (!format.isEmpty()) {
            everyLineIsOf("template", "template-1");
        }
    }

    private Process start(String main, String format, Map<String, String> settings) throws IOException {
        // What tests of modules write is set up by files of theirs, which no running service has.
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("-tests.jar") && !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                main,
                "--server.port=0"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(dir.resolve("out").toFile())
                .redirectError(dir.resolve("err").toFile());
        builder.environment().putAll(SECRETS);
        builder.environment().putAll(settings);
        if (!format.isEmpty()) {
            builder.environment().put("LOGGING_STRUCTURED_FORMAT_CONSOLE", format);
        }
        return builder.start();
    }

    /** At once: an orderly stop waits for the broker that is not there. */
    private static void end(Process process) throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    private String said() {
        return read("out");
    }

    private String read(String file) {
        try {
            return Files.readString(dir.resolve(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void keepsSecrets() {
        List<String> secrets = new ArrayList<>(SECRETS.values());
        secrets.add(NODE_PASSWORD);
        assertThat(read("out") + read("err")).doesNotContain(secrets);
    }

    private void everyLineIsOf(String service, String instance) {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> lines = said().lines().map(json::readTree).toList();
        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            assertThat(line.at("/ecs/version").asString()).isEqualTo("8.11");
            assertThat(line.at("/log/level").asString()).isNotEmpty();
            assertThat(line.at("/service/name").asString()).isEqualTo(service);
            assertThat(line.at("/service/node/name").asString()).isEqualTo(instance);
        });
    }
}

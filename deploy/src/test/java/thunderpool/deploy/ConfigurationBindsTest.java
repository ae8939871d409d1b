package thunderpool.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import thunderpool.accounting.AccountingConfig;
import thunderpool.dashboard.view.DashboardConfig;
import thunderpool.gateway.GatewayConfig;
import thunderpool.payout.PayoutConfig;
import thunderpool.runtime.ConfigPrinter;
import thunderpool.template.TemplateConfig;
import thunderpool.validator.ValidatorConfig;

/**
 * What the manifests set is what the services read: each one's files and variables, in Spring Boot's order, bind to its configuration
 * record without a name left over.
 */
class ConfigurationBindsTest {
    private static final String ADDRESS_TO_GIVE = "the-address-that-blocks-pay-to";

    /** BIP173's example. */
    private static final String ADDRESS = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";

    private static final Map<String, Class<? extends Record>> RECORDS = Map.of(
            "gateway", GatewayConfig.class,
            "validator", ValidatorConfig.class,
            "template", TemplateConfig.class,
            "accounting", AccountingConfig.class,
            "payout", PayoutConfig.class,
            "dashboard", DashboardConfig.class);

    static Stream<Arguments> pods() {
        return Rendered.OVERLAYS.stream()
                .flatMap(overlay -> RECORDS.keySet().stream().sorted().map(service -> Arguments.of(overlay, service)));
    }

    static Stream<String> services() {
        return RECORDS.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("pods")
    void whatAPodIsGivenBinds(String overlay, String service) throws IOException {
        JsonNode pod =
                Rendered.one(Rendered.overlay(overlay), "StatefulSet", service).at("/spec/template/spec");
        JsonNode container = pod.at("/containers/0");
        Map<String, String> variables = new LinkedHashMap<>();
        map(overlay, container.at("/envFrom/0/configMapRef/name").asText())
                .path("data")
                .properties()
                .forEach(entry -> variables.put(entry.getKey(), entry.getValue().asText()));
        container
                .path("env")
                .forEach(one -> variables.put(
                        one.path("name").asText(),
                        one.has("value") ? one.path("value").asText() : service + "-0"));
        String config = Rendered.each(pod.path("volumes"))
                .filter(volume -> volume.path("name").asText().equals("config"))
                .map(volume -> volume.at("/configMap/name").asText())
                .findFirst()
                .orElseThrow();
        List<String> lines = bind(
                service, map(overlay, config).at("/data/" + service + ".yml").asText(), variables);
        assertThat(lines).contains("kafka.user=" + service, "instance=" + service + "-0");
        if (overlay.equals("production")) {
            assertThat(lines)
                    .contains(
                            "kafka.security=SCRAM_TLS",
                            "kafka.properties.sasl.mechanism=SCRAM-SHA-512",
                            "kafka.properties.ssl.truststore.location=/run/secrets/kafka-ca/ca.crt");
            trustsTheDatabaseItMeant(lines, pod);
        }
        secretsAreMounted(lines, pod);
    }

    /** Encrypted is not enough: who answers at the name must hold the certificate that CloudNativePG made for it. */
    private static void trustsTheDatabaseItMeant(List<String> lines, JsonNode pod) {
        lines.stream().filter(line -> line.startsWith("database.url=")).forEach(url -> {
            assertThat(url).contains("//pool-database-rw:5432/").contains("sslmode=verify-full");
            String trusted = url.substring(url.indexOf("sslrootcert=") + "sslrootcert=".length());
            JsonNode volume = Rendered.each(pod.path("volumes"))
                    .filter(one -> one.at("/secret/secretName").asText().equals("pool-database-ca"))
                    .findFirst()
                    .orElseThrow();
            assertThat(volume.at("/secret/items").toString())
                    .as("the secret holds the authority's key too")
                    .isEqualTo("[{\"key\":\"ca.crt\",\"path\":\"ca.crt\"}]");
            assertThat(Rendered.each(pod.at("/containers/0/volumeMounts"))
                            .filter(mount -> mount.path("name").equals(volume.path("name")))
                            .map(mount -> mount.path("mountPath").asText() + "/ca.crt"))
                    .containsExactly(trusted);
        });
    }

    /** A container's root lies on its machine's disk; what must not be full is where solved blocks lie. */
    @ParameterizedTest
    @CsvSource({"GATEWAY_DATA,/data", "GATEWAY_DATA,/var/lib/thunderpool-gateway"})
    void theDiskThatIsWatchedIsTheOneWithTheSolvedBlocks(String name, String data) throws IOException {
        assertThat(Binder.get(environment("gateway", "", Map.of(name, data)))
                        .bind("management.metrics.system.diskspace.paths", Bindable.listOf(String.class))
                        .get())
                .containsExactly(data);
    }

    @ParameterizedTest
    @MethodSource("services")
    void unlessToldOtherwiseNobodyElseReachesTheManagementPort(String service) throws IOException {
        assertThat(environment(service, "", Map.of()).getProperty("server.address"))
                .isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @MethodSource("services")
    void whatTheComposeFileSetsBinds(String service) throws IOException {
        JsonNode container = Rendered.file("compose/compose.yaml").at("/services/" + service);
        Map<String, String> variables = new LinkedHashMap<>();
        container
                .path("environment")
                .properties()
                .forEach(entry -> variables.put(entry.getKey(), entry.getValue().asText()));
        List<String> lines = bind(service, "", variables);
        assertThat(lines).contains("chain=bitcoin-regtest");
        for (String file : mountedSecrets(lines)) {
            assertThat(Rendered.each(container.path("secrets")).map(JsonNode::asText))
                    .as(service + " is given " + file)
                    .contains(Path.of(file).getFileName().toString());
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void whatTheUnitSetsBinds(String service) throws IOException {
        String unit = Rendered.text("systemd/thunderpool-" + service + ".service");
        Map<String, String> variables = new LinkedHashMap<>();
        Stream.concat(
                        unit.lines(),
                        Rendered.text("systemd/" + service + ".env").lines().map(line -> "Environment=" + line))
                .filter(line -> line.matches("Environment=[A-Z].*"))
                .map(line -> line.substring("Environment=".length()).split("=", 2))
                .forEach(pair -> variables.put(
                        pair[0], pair[1].replace("%d", "/run/credentials").replace("%S", "/var/lib")));
        List<String> lines = bind(service, "", variables);
        for (String line : lines) {
            if (line.contains("=/run/credentials/")) {
                assertThat(unit).contains("LoadCredential=" + line.substring(line.lastIndexOf('/') + 1) + ":");
            }
        }
        assertThat(lines).contains("kafka.user=" + service);
        if (service.equals("gateway")) {
            assertThat(lines)
                    .as("it works for the pool's address alone")
                    .anyMatch(line -> line.startsWith("pays-to") && line.contains(ADDRESS));
        }
    }

    @Test
    void catchesAMisspelledName() {
        assertThatThrownBy(
                        () -> bind("validator", "validator:\n  kafka:\n    security: NONE\n    userr: a\n", Map.of()))
                .hasStackTraceContaining("userr");
    }

    @Test
    void nothingIsPaidToAnAddressThatNobodyGave() {
        String yaml = """
                template:
                  address: %s
                  block-secret: 0123456789abcdef
                  kafka: {security: NONE}
                  nodes: [{name: a, url: 'http://a:b@c:1'}]
                  database: {url: 'jdbc:postgresql://a/b', user: c, password: d}
                """;
        assertThatThrownBy(() -> bind("template", yaml.formatted("nobody's"), Map.of()))
                .hasStackTraceContaining("address");
        assertThatCode(() -> bind("template", yaml.formatted(ADDRESS), Map.of()))
                .doesNotThrowAnyException();
    }

    /** Every file that a setting names lies in a volume that the pod mounts. */
    private static void secretsAreMounted(List<String> lines, JsonNode pod) {
        List<String> mounts = Rendered.each(pod.at("/containers/0/volumeMounts"))
                .map(mount -> mount.path("mountPath").asText())
                .toList();
        for (String file : mountedSecrets(lines)) {
            assertThat(mounts).as(file).contains(file.substring(0, file.lastIndexOf('/')));
        }
    }

    private static List<String> mountedSecrets(List<String> lines) {
        return lines.stream()
                .map(line -> line.substring(line.indexOf('=') + 1))
                .filter(value -> value.startsWith("/run/secrets/"))
                .toList();
    }

    private static List<String> bind(String service, String yaml, Map<String, String> variables) throws IOException {
        Record bound = Binder.get(environment(service, yaml, variables))
                .bind(service, Bindable.of(RECORDS.get(service)), new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
                .get();
        return ConfigPrinter.lines(bound);
    }

    private static StandardEnvironment environment(String service, String yaml, Map<String, String> variables)
            throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        Map<String, String> filled = new LinkedHashMap<>(variables);
        // What only the operator knows is left so that the service refuses to start with it.
        filled.replaceAll((name, value) -> value.equals(ADDRESS_TO_GIVE) ? ADDRESS : value);
        environment
                .getPropertySources()
                .forEach(source -> environment.getPropertySources().remove(source.getName()));
        environment
                .getPropertySources()
                .addLast(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.copyOf(filled)));
        YamlPropertySourceLoader loader = new YamlPropertySourceLoader();
        loader.load("mounted", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
                .forEach(environment.getPropertySources()::addLast);
        loader.load("jar", new ClassPathResource(service + ".yml")).forEach(environment.getPropertySources()::addLast);
        environment.setConversionService(new ApplicationConversionService());
        return environment;
    }

    private static JsonNode map(String overlay, String name) {
        return Rendered.one(Rendered.overlay(overlay), "ConfigMap", name);
    }
}

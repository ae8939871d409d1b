package thunderpool.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import thunderpool.bitcoin.Difficulty;
import thunderpool.gateway.net.PortBinding;
import thunderpool.runtime.ConfigPrinter;
import thunderpool.work.RewardSystem;

/** Configuration and what is kept between lives. */
class GatewayLifeTest {

    private static GatewayConfig config(Map<String, String> more) throws IOException {
        PropertySource<?> file = new YamlPropertySourceLoader()
                .load("gateway", new ClassPathResource("gateway.yml"))
                .getFirst();
        Map<String, String> values = Arrays.stream(((EnumerablePropertySource<?>) file).getPropertyNames())
                .collect(Collectors.toMap(name -> name, name -> String.valueOf(file.getProperty(name))));
        values.put("gateway.kafka.security", "NONE");
        values.putAll(more);
        return new Binder(new MapConfigurationPropertySource(values))
                .bind("gateway", GatewayConfig.class)
                .get();
    }

    @Test
    void theDefaultsAreTheFourPortsMinersKnow() throws IOException {
        List<PortBinding> ports = config(Map.of()).bindings();
        assertThat(ports).extracting(PortBinding::number).containsExactly(3333, 3334, 3335, 4333);
        assertThat(ports).extracting(PortBinding::tls).containsExactly(false, false, false, true);
        assertThat(ports)
                .extracting(port -> port.rules().rewardSystem())
                .containsExactly(RewardSystem.PPLNS, RewardSystem.PPLNS, RewardSystem.SOLO, RewardSystem.PPLNS);
        assertThat(ports)
                .extracting(port -> port.rules().schemeTag())
                .containsExactly("blocks", "time", "blocks", "blocks");
        assertThat(ports.getFirst().rules().start()).isEqualTo(new Difficulty(10));
        assertThat(ports.getFirst().rules().vardiff()).isTrue();
    }

    @Test
    void vardiffOffFixesTheDifficultyAndTheOffsetShiftsEveryPort() throws IOException {
        GatewayConfig config = config(Map.of(
                "gateway.chain", "bitcoin-regtest",
                "gateway.vardiff", "false",
                "gateway.difficulty", "0.0001",
                "gateway.port-offset", "10000"));
        PortBinding first = config.bindings().getFirst();
        assertThat(config.difficulty()).isEqualTo(new BigDecimal("0.0001"));
        assertThat(first.number()).isEqualTo(13_333);
        assertThat(first.rules().start()).isEqualTo(new Difficulty(-14));
        assertThat(first.rules().vardiff()).isFalse();
    }

    @Test
    void mistakesAreNamed() {
        refuses(Map.of("gateway.chain", "dogecoin"), "no chain is called");
        refuses(Map.of("gateway.template-services", "http://127.0.0.1:8083"), "gateway.template-services need");
        refuses(Map.of("gateway.limits.idle", "5m"), "gateway.limits.idle");
        refuses(Map.of("gateway.ports[0].name", "a", "gateway.ports[1].name", "a"), "two ports named a");
    }

    private static void refuses(Map<String, String> wrong, String complaint) {
        assertThatThrownBy(() -> config(wrong)).rootCause().hasMessageContaining(complaint);
    }

    @Test
    void secretsAreNotPrinted() throws IOException {
        GatewayConfig config = config(Map.of(
                "gateway.session-key", "very secret session key",
                "gateway.block-secret", "very secret block secret"));
        assertThat(String.join("\n", ConfigPrinter.lines(config))).doesNotContain("very secret");
        assertThat(config.templateServices()).isEqualTo(List.<URI>of());
        assertThat(config.limits().idle()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void keyAndEarlierIncarnationsOutliveARestart(@TempDir Path folder) throws IOException {
        KeptState first = new KeptState(folder);
        byte[] key = first.sessionKey(new SecureRandom());
        assertThat(key).hasSize(32);
        assertThat(first.earlierIncarnations(7)).isEmpty();
        KeptState second = new KeptState(folder);
        assertThat(second.sessionKey(new SecureRandom())).isEqualTo(key);
        assertThat(second.earlierIncarnations(9)).containsExactly(7);
        assertThat(new KeptState(folder).earlierIncarnations(9)).containsExactly(7);
    }
}

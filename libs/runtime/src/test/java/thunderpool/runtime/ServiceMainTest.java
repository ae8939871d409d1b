package thunderpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import thunderpool.topics.Principal;
import thunderpool.topics.ServiceStatus;

final class ServiceMainTest {
    @ConfigurationProperties("first")
    record FirstConfig(String title, @DefaultValue("7") int count, KafkaAccess kafka, DatabaseConfig database) {
        FirstConfig {
            if (count < 1) {
                throw new IllegalArgumentException("first.count must be positive but is " + count);
            }
        }
    }

    @ServiceApplication
    @ServiceDatabase
    @EnableConfigurationProperties(FirstConfig.class)
    static class FirstApplication {
        @Bean
        DataSource dataSource(FirstConfig config) {
            return config.database().open("first", "db/runtimetest", "db/runtime/outbox", "db/runtime/leases");
        }
    }

    @ConfigurationProperties("second")
    record SecondConfig(String title) {}

    @ServiceApplication
    @EnableConfigurationProperties(SecondConfig.class)
    static class SecondApplication {}

    @Test
    void twoServicesLiveInOneJvmEachWithItsOwnFileDatabaseAndEndpoints() throws Exception {
        try (TestDatabase database = TestDatabase.fresh();
                ConfigurableApplicationContext first = first(database, Map.of("first.count", "9"));
                ConfigurableApplicationContext second =
                        ServiceMain.embed(SecondApplication.class, "second-service", Map.of("server.port", "0"))) {
            FirstConfig config = first.getBean(FirstConfig.class);
            assertThat(config.title()).isEqualTo("from its file");
            assertThat(config.count()).isEqualTo(9);
            assertThat(config.kafka().bootstrap()).isEqualTo("broker:9092");
            assertThat(second.getBean(SecondConfig.class).title()).isEqualTo("the second's own");
            assertThat(second.getBeanNamesForType(DataSource.class)).isEmpty();
            assertThat(first.getBean(JdbcTemplate.class).queryForObject("select body from greeting", String.class))
                    .isEqualTo("migrated");
            assertThat(first.getBeanNamesForType(PlatformTransactionManager.class))
                    .hasSize(1);

            assertThat(get(first, "/actuator/health/liveness")).contains("\"UP\"");
            assertThat(get(first, "/actuator/health/readiness")).contains("\"UP\"");
            assertThat(get(first, "/actuator/prometheus")).contains("jvm_memory_used_bytes", "hikaricp_connections");
            assertThat(get(second, "/actuator/health/readiness")).contains("\"UP\"");
            assertThat(get(second, "/actuator/prometheus"))
                    .contains("jvm_memory_used_bytes")
                    .doesNotContain("hikaricp_connections");
        }
    }

    @ServiceApplication
    @Import(StatusWiring.class)
    static class SeenApplication {
        @Bean
        ServiceIdentity identity() {
            // A port nobody listens on: the status must not need the broker.
            return new ServiceIdentity(Principal.PAYOUT, "payout-7", KafkaAccess.open("127.0.0.1:1"));
        }

        @Bean
        ConsumerLag consumerLag(ServiceIdentity identity, MeterRegistry registry) {
            return new ConsumerLag(identity.kafka(), registry);
        }

        @Bean
        Figures figures() {
            return () -> Map.of("hot_wallet_sat", 5_000L);
        }

        @Bean
        Figures brokenFigures() {
            return () -> {
                throw new IllegalStateException("the wallet is away");
            };
        }

        @Bean
        HealthIndicator walletHealth(AtomicReference<Health> wallet) {
            return wallet::get;
        }

        @Bean
        AtomicReference<Health> wallet() {
            return new AtomicReference<>(Health.up().build());
        }
    }

    @Test
    void aServiceSaysHowItIsWithoutABroker() throws Exception {
        Map<String, String> settings = Map.of(
                "server.port",
                "0",
                "management.endpoint.health.group.readiness.include",
                "readinessState,walletHealth");
        try (ConfigurableApplicationContext service = ServiceMain.embed(SeenApplication.class, "payout", settings)) {
            StatusPublisher publisher = service.getBean(StatusPublisher.class);
            assertThat(publisher.isRunning()).isTrue();
            ServiceStatus well = publisher.status();
            assertThat(well.service()).isEqualTo(Principal.PAYOUT);
            assertThat(well.instance()).isEqualTo("payout-7");
            assertThat(well.ready()).isTrue();
            assertThat(well.reason()).isEmpty();
            assertThat(well.figures()).isEqualTo(Map.of("hot_wallet_sat", 5_000L));
            assertThat(well.atMs()).isGreaterThanOrEqualTo(well.startedAtMs());

            @SuppressWarnings("unchecked") // One bean of this class, made above.
            AtomicReference<Health> wallet = service.getBean("wallet", AtomicReference.class);
            wallet.set(
                    Health.down().withDetail("reason", "the wallet is locked").build());
            ServiceStatus unwell = publisher.status();
            assertThat(unwell.ready()).isFalse();
            assertThat(unwell.reason()).isEqualTo("walletHealth: the wallet is locked");
        }
    }

    @Test
    void anInvalidSettingSaysWhatIsWrong() {
        try (TestDatabase database = TestDatabase.fresh()) {
            assertThatThrownBy(() -> first(database, Map.of("first.count", "0")))
                    .rootCause()
                    .hasMessage("first.count must be positive but is 0");
        }
    }

    private static ConfigurableApplicationContext first(TestDatabase database, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("server.port", "0");
        settings.put("first.database.url", database.jdbcUrl());
        settings.put("first.database.user", database.user());
        settings.put("first.database.password", database.password());
        return ServiceMain.embed(FirstApplication.class, "first-service", settings);
    }

    private static String get(ConfigurableApplicationContext service, String path) throws Exception {
        if (!(service instanceof WebServerApplicationContext web) || web.getWebServer() == null) {
            throw new AssertionError("no web server");
        }
        URI uri = URI.create("http://127.0.0.1:" + web.getWebServer().getPort() + path);
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response =
                    http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            return response.body();
        }
    }
}

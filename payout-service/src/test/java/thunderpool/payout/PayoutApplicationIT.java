package thunderpool.payout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import thunderpool.runtime.ServiceMain;
import thunderpool.runtime.TestDatabase;

/** The whole service on a real database, with neither broker nor node: it comes up, leads, and says what is wrong. */
final class PayoutApplicationIT {

    @Test
    void comesUpAloneAndASecondInstanceStandsBy() throws Exception {
        try (TestDatabase database = TestDatabase.fresh();
                ConfigurableApplicationContext first =
                        ServiceMain.embed(PayoutApplication.class, "payout", settings(database, "one"));
                ConfigurableApplicationContext second =
                        ServiceMain.embed(PayoutApplication.class, "payout", settings(database, "two"))) {
            PayoutRunner leader = first.getBean(PayoutRunner.class);
            await(leader::isRunning);
            await(() -> metrics(first).contains("thunderpool_payout_alarm{alarm=\"node_fault\"} 1.0"));

            assertThat(second.getBean(PayoutRunner.class).isRunning()).isFalse();
            assertThat(metrics(second)).contains("thunderpool_payout_alarm{alarm=\"node_fault\"} 0.0");
            assertThat(metrics(second)).contains("thunderpool_lease_held{lease=\"payout\"} 0.0");
            assertThat(get(first, "/actuator/health/liveness")).contains("UP");
            assertThat(database.jdbc()
                            .queryForObject(
                                    "select block_interval from payment_schemes where scheme_name = 'blocks'",
                                    Integer.class))
                    .isEqualTo(7);
        }
    }

    @Test
    void refusesToStartWithAMinimumThatCannotBePaid() {
        try (TestDatabase database = TestDatabase.fresh()) {
            Map<String, String> settings = settings(database, "one");
            settings.put("payout.payment.least-minimum-sats", "500");
            assertThatThrownBy(() -> ServiceMain.embed(PayoutApplication.class, "payout", settings))
                    .rootCause()
                    .hasMessageContaining("minimum >= least-minimum >= dust");
        }
    }

    private static Map<String, String> settings(TestDatabase database, String instance) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting : PgFixture.settings(database)) {
            String[] parts = setting.substring(2).split("=", 2);
            settings.put(parts[0], parts[1]);
        }
        settings.remove("spring.config.name");
        settings.put("server.port", "0");
        settings.put("logging.level.org.apache.kafka", "OFF");
        settings.put("payout.instance", instance);
        settings.put("payout.tick-every", "100ms");
        settings.put("payout.schemes.blocks", "7");
        return settings;
    }

    private static String metrics(ConfigurableApplicationContext context) {
        return get(context, "/actuator/prometheus");
    }

    private static String get(ConfigurableApplicationContext context, String path) {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (java.io.IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}

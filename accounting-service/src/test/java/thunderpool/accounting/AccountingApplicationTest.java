package thunderpool.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import thunderpool.runtime.ServiceMain;
import thunderpool.runtime.TestDatabase;

/** The service as it is wired, with its database and without a broker: it waits for that one, and says how it is. */
final class AccountingApplicationTest {

    private static Map<String, String> settings(TestDatabase database) {
        Map<String, String> settings = new HashMap<>();
        settings.put("server.port", "0");
        settings.put("logging.level.thunderpool", "WARN");
        settings.put("logging.level.org.apache.kafka", "OFF");
        settings.put("accounting.kafka.bootstrap", "127.0.0.1:1");
        settings.put("accounting.kafka.security", "none");
        settings.put("accounting.database.url", database.jdbcUrl());
        settings.put("accounting.database.user", database.user());
        settings.put("accounting.database.password", database.password());
        settings.put("accounting.audit-every", "1s");
        return settings;
    }

    @Test
    void startsWithoutABrokerAndShowsItsMeters() throws IOException, InterruptedException {
        try (TestDatabase database = TestDatabase.fresh();
                ConfigurableApplicationContext context =
                        ServiceMain.embed(AccountingApplication.class, "accounting", settings(database))) {
            String port = context.getEnvironment().getRequiredProperty("local.server.port");

            assertThat(get(port, "/actuator/health/liveness").statusCode()).isEqualTo(200);
            assertThat(get(port, "/actuator/health").body()).contains("\"feeds\"", "\"db\"");
            assertThat(get(port, "/actuator/prometheus").body())
                    .contains(
                            "thunderpool_shares_folded_total{result=\"credited\"} 0.0",
                            "thunderpool_fold_seconds_count 0",
                            "thunderpool_ledger_imbalance 0.0",
                            "thunderpool_ledger_satoshi{purse=\"payable\"} 0.0",
                            "thunderpool_blocks{state=\"FOUND\"} 0.0",
                            "thunderpool_epochs_closed_total 0.0",
                            "thunderpool_payouts_halted 0.0",
                            "thunderpool_unsealed_slice_age_seconds 0.0");
        }
    }

    @Test
    void saysWhatIsWrongWithItsConfiguration() {
        try (TestDatabase database = TestDatabase.fresh()) {
            Map<String, String> settings = settings(database);
            settings.put("accounting.pplns-fee-basis-points", "10001");
            assertThatThrownBy(() -> ServiceMain.embed(AccountingApplication.class, "accounting", settings))
                    .hasStackTraceContaining("PPLNS fee is 0 to 10000 basis points, not 10001");
        }
    }

    private static HttpResponse<String> get(String port, String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}

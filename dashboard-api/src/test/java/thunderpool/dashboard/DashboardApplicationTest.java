package thunderpool.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import thunderpool.runtime.ServiceMain;
import thunderpool.runtime.TableFeed;
import thunderpool.runtime.TestDatabase;

class DashboardApplicationTest {

    @Test
    void startsAndServesWhileTheBrokerIsAway() throws Exception {
        try (TestDatabase database = TestDatabase.fresh();
                ConfigurableApplicationContext context = start(database)) {
            assertThat(context.getBeansOfType(ConcurrentMessageListenerContainer.class))
                    .hasSize(14)
                    .allSatisfy((name, feed) -> assertThat(feed.isRunning()).isTrue());
            assertThat(context.getBeansOfType(TableFeed.class)).hasSize(9);
            assertThat(get(context, "/api/stats").body()).contains("\"sharesAccepted\":0");
            assertThat(get(context, "/api/network").statusCode()).isEqualTo(404);
            assertThat(get(context, "/actuator/health").body()).contains("\"status\":\"UP\"");
        }
    }

    private static ConfigurableApplicationContext start(TestDatabase database) {
        return ServiceMain.embed(
                DashboardApplication.class,
                "dashboard",
                Map.of(
                        "server.address", "127.0.0.1",
                        "server.port", "0",
                        "dashboard.kafka.security", "NONE",
                        "dashboard.kafka.bootstrap", "127.0.0.1:1",
                        "dashboard.database.url", database.jdbcUrl(),
                        "dashboard.database.user", database.user(),
                        "dashboard.database.password", database.password(),
                        "logging.level.org.apache.kafka", "ERROR"));
    }

    private static HttpResponse<String> get(ConfigurableApplicationContext context, String path) throws Exception {
        var server = ((ServletWebServerApplicationContext) context).getWebServer();
        assertThat(server).isNotNull();
        int port = server == null ? 0 : server.getPort();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}

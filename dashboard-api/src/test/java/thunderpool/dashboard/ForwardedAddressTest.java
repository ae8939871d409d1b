package thunderpool.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who may say whom it speaks for. */
class ForwardedAddressTest {

    /** Spring Boot by itself believes every private address there. */
    @Test
    void nobodyIsBelievedUnlessNamedNotEvenInKubernetes() throws Exception {
        try (SamplePool pool = new SamplePool(Map.of(
                        "spring.main.cloud-platform", "kubernetes",
                        "dashboard.limits.loopback", "true",
                        "dashboard.limits.requests-per-second", "1",
                        "dashboard.limits.burst", "1"));
                HttpClient client = HttpClient.newHttpClient()) {
            int refused = 0;
            for (int i = 1; i <= 3; i++) {
                HttpRequest request = HttpRequest.newBuilder(pool.at("/api/schemes"))
                        .header("X-Forwarded-For", "198.51.100." + i)
                        .build();
                refused += client.send(request, BodyHandlers.ofString()).statusCode() == 429 ? 1 : 0;
            }
            assertThat(refused).isEqualTo(2);
        }
    }
}

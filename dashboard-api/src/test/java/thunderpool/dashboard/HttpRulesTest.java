package thunderpool.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import thunderpool.dashboard.view.PoolSample;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What holds for every path: methods, formats, pages, versions and limits. The clock stands still here. */
class HttpRulesTest {

    private static final SamplePool POOL = new SamplePool(Map.of(
            "dashboard.limits.loopback", "true",
            "dashboard.limits.burst", "60",
            "dashboard.limits.proxies", "127\\.0\\.0\\.1"));
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static int client;

    @BeforeAll
    static void fill() {
        POOL.fill();
    }

    @AfterAll
    static void stop() {
        POOL.close();
    }

    /** From another client each time, as a believed proxy tells. */
    private static HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        client++;
        return sendAs("198.51.100." + client, method, path, headers);
    }

    private static HttpResponse<String> sendAs(String address, String method, String path, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(POOL.at(path))
                .header("X-Forwarded-For", address)
                .method(
                        method,
                        method.equals("POST")
                                ? HttpRequest.BodyPublishers.ofString("a=b")
                                : HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static void assertProblem(HttpResponse<String> reply, int status) {
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
        assertThat(reply.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = JSON.readTree(reply.body());
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("detail").asString()).isNotBlank();
    }

    @Test
    void everyMistakeIsAProblemInOneForm() throws Exception {
        assertProblem(send("GET", "/api/nothing/at/all"), 404);
        assertProblem(send("GET", "/api"), 404);
        assertProblem(send("DELETE", "/api/stats"), 405);
        assertProblem(send("GET", "/api/stats", "Accept", "image/png"), 406);
        assertProblem(
                send(
                        "POST",
                        "/api/miners/" + PoolSample.ALICE + "/schedule",
                        "Content-Type",
                        "application/x-www-form-urlencoded"),
                415);
    }

    private static HttpResponse<String> nearby(String path) throws Exception {
        return CLIENT.send(HttpRequest.newBuilder(POOL.at(path)).build(), BodyHandlers.ofString());
    }

    /** The port is open to everybody; metrics and the parts of health are not for everybody. */
    @Test
    void whatMeasuresTheServiceIsForWhoIsNear() throws Exception {
        for (String path : List.of("/actuator/prometheus", "/actuator/health", "/actuator", "/%61ctuator/prometheus")) {
            assertProblem(send("GET", path), 404);
            assertProblem(sendAs("2001:db8::1", "GET", path), 404);
            assertProblem(sendAs("100.128.0.1", "GET", path), 404);
            for (String near :
                    List.of("10.1.2.3", "172.18.0.4", "192.168.7.9", "100.64.3.2", "fd00::7", "169.254.1.1")) {
                assertThat(sendAs(near, "GET", path).statusCode())
                        .as(near + " " + path)
                        .isEqualTo(200);
            }
            assertThat(nearby(path).statusCode()).isEqualTo(200);
        }
        for (String path : List.of("/actuator/health/liveness", "/actuator/health/readiness")) {
            assertThat(send("GET", path).statusCode()).as(path).isEqualTo(200);
        }
        // A proxy that is not believed speaks for somebody: who, nobody knows.
        assertThat(sendAs("10.1.2.3, 198.51.100.1", "GET", "/actuator/prometheus")
                        .statusCode())
                .isEqualTo(404);
        HttpRequest forwarded = HttpRequest.newBuilder(POOL.at("/actuator/prometheus"))
                .header("Forwarded", "for=10.1.2.3")
                .build();
        assertThat(CLIENT.send(forwarded, BodyHandlers.ofString()).statusCode()).isEqualTo(404);
    }

    /** As browsers and hostile clients send them, not as a library would clean them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%zz",
                "/miners/%",
                "/a%00b",
                "/%2e%2e/etc",
                "/a%2fb",
                "/a\\b",
                "/nothing.html",
                "/assets/x.js",
                "/error",
                "/%ff%fe"
            })
    void whatIsNoAddressGetsAPageOfThePoolsOwn(String path) throws Exception {
        String reply = raw(path);
        assertThat(reply).startsWith("HTTP/1.1 4");
        assertThat(reply).contains("text/html").contains("<link rel=\"stylesheet\" href=\"/error.css\">");
        assertThat(reply).contains("Content-Security-Policy: default-src 'self'");
        assertThat(reply).doesNotContainIgnoringCase("whitelabel").doesNotContainIgnoringCase("tomcat");
        assertThat(reply).doesNotContain("Exception").doesNotContain("springframework");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/%zz", "/api/blocks/%", "/api/miners/a;b", "/api/nothing", "/api/a%2fb"})
    void belowTheApiItIsAProblem(String path) throws Exception {
        String reply = raw(path);
        assertThat(reply).startsWith("HTTP/1.1 4");
        assertThat(reply)
                .contains("application/problem+json")
                .contains("\"status\":4")
                .contains("\"detail\":\"");
    }

    private static String raw(String path) throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), POOL.at("/").getPort())) {
            socket.setSoTimeout(10_000);
            String request =
                    "GET " + path + " HTTP/1.1\r\nHost: pool\r\nAccept: text/html\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void nulIsNoText() throws Exception {
        assertProblem(send("GET", "/api/blocks?account=%00"), 400);
        assertProblem(send("GET", "/api/stats?x=a%00b"), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/stats", "/api/blocks", "/api/history.csv", "/api/v1/stats"})
    void headAnswersLikeGetWithoutABody(String path) throws Exception {
        HttpResponse<String> head = send("HEAD", path);
        HttpResponse<String> get = send("GET", path);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Type"))
                .isEqualTo(get.headers().firstValue("Content-Type"));
    }

    @Test
    void theVersionedPathIsThePlainOne() throws Exception {
        assertThat(send("GET", "/api/v1/stats").body())
                .isEqualTo(send("GET", "/api/stats").body());
        assertThat(send("GET", "/api/v1/miners/" + PoolSample.ALICE).statusCode())
                .isEqualTo(200);
        assertProblem(send("GET", "/api/v1/nothing"), 404);
        assertProblem(send("GET", "/api/v1/v1/stats"), 404);
    }

    @Test
    void listsGoOnAtTheAddressInTheLinkHeader() throws Exception {
        List<String> accounts = new ArrayList<>();
        String path = "/api/miners?limit=1";
        while (path != null) {
            HttpResponse<String> page = send("GET", path);
            assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
            JSON.readTree(page.body())
                    .forEach(row -> accounts.add(row.get("account").asString()));
            path = page.headers()
                    .firstValue("Link")
                    .map(link -> link.substring(1, link.indexOf('>')))
                    .orElse(null);
            assertThat(path == null || path.startsWith("/api/miners?limit=1&cursor="))
                    .isTrue();
        }
        assertThat(accounts).containsExactlyInAnyOrder(PoolSample.ALICE, PoolSample.BOB);
    }

    @Test
    void whoAsksTooFastIsToldWhenToComeBackAndNobodyElseIs() throws Exception {
        for (int i = 0; i < 60; i++) {
            assertThat(sendAs("203.0.113.9", "GET", "/api/schemes").statusCode())
                    .isEqualTo(200);
        }
        HttpResponse<String> refused = sendAs("203.0.113.9", "GET", "/api/schemes");
        assertProblem(refused, 429);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(sendAs("203.0.113.9", "GET", "/").statusCode()).isNotEqualTo(429);
        assertThat(sendAs("203.0.113.9", "GET", "/actuator/health/liveness").statusCode())
                .isEqualTo(200);
        assertThat(sendAs("203.0.113.10", "GET", "/api/schemes").statusCode()).isEqualTo(200);
        assertThat(nearby("/actuator/prometheus").body()).contains("thunderpool_api_refused_total");
    }

    /** The server reads %61 as a; so do the limit and what keeps admins' answers out of caches. */
    @Test
    void pathInOtherLettersIsTheSamePath() throws Exception {
        for (int i = 0; i < 60; i++) {
            assertThat(sendAs("203.0.113.11", "GET", "/%61pi/schemes").statusCode())
                    .isEqualTo(200);
        }
        assertProblem(sendAs("203.0.113.11", "GET", "/%61pi/schemes"), 429);
        assertThat(send("GET", "/%61pi/admin/health").headers().firstValue("Cache-Control"))
                .hasValue("no-store");
        assertThat(send("GET", "/%61pi/stats").headers().firstValue("Cache-Control"))
                .hasValue("no-cache");
    }

    /** A whole household of IPv6 addresses is one client. */
    @Test
    void addressesOfOneIpv6NetworkShareTheirLimit() throws Exception {
        for (int i = 0; i < 60; i++) {
            assertThat(sendAs("2001:db8:1:2::" + Integer.toHexString(i + 1), "GET", "/api/schemes")
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(sendAs("2001:db8:1:2:ffff::1", "GET", "/api/schemes").statusCode())
                .isEqualTo(429);
        assertThat(sendAs("2001:db8:1:3::1", "GET", "/api/schemes").statusCode())
                .isEqualTo(200);
    }

    @Test
    void filesHoldTheWholeStoryForASpreadsheet() throws Exception {
        HttpResponse<String> statements = send("GET", "/api/miners/" + PoolSample.ALICE + "/statements.csv");
        assertThat(statements.headers().firstValue("Content-Type")).hasValue("text/csv;charset=UTF-8");
        assertThat(statements.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"statements.csv\"");
        assertThat(statements.body())
                .isEqualTo("epoch,account,rewardSystem,shares,workHashes,rewardSat\r\n29000001," + PoolSample.ALICE
                        + ",PPLNS,3," + PoolSample.WORK_1024 + ",300000000\r\n");
        assertThat(send("GET", "/api/miners/" + PoolSample.ALICE + "/payouts.csv")
                        .body())
                .contains("BROADCAST,150000," + PoolSample.GENESIS.displayHex() + ",2,2026-11-21T12:00:30Z");
        String history =
                send("GET", "/api/history?range=1h", "Accept", "text/csv").body();
        assertThat(history.lines()).hasSize(61);
        assertThat(history).isEqualTo(send("GET", "/api/history.csv?range=1h").body());
    }

    @Test
    void otherSitesMayReadFiguresAndTheirPagesButNothingOfTheAdmins() throws Exception {
        HttpResponse<String> read = send("GET", "/api/blocks", "Origin", "https://elsewhere.example");
        assertThat(read.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(read.headers().firstValue("Access-Control-Expose-Headers").orElse(""))
                .contains("Link", "ETag");
        HttpResponse<String> admin = send("GET", "/api/admin/health", "Origin", "https://elsewhere.example");
        assertThat(admin.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        HttpResponse<String> versioned = send("GET", "/api/v1/admin/health", "Origin", "https://elsewhere.example");
        assertThat(versioned.headers().firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }
}

package thunderpool.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The built pages as a browser gets them. Left out when the build left the pages out (-Dweb.skip). */
class WebPagesTest {

    private static final Pattern LINKED = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** Null when there is nothing to serve. */
    private static @Nullable SamplePool pool;

    @BeforeAll
    static void start() throws Exception {
        Assumptions.assumeTrue(
                WebPagesTest.class.getResource("/dashboard/web/index.html") != null, "the pages were not built");
        pool = new SamplePool(Map.of());
    }

    @AfterAll
    static void stop() {
        if (pool != null) {
            pool.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/blocks", "/miners/bcrt1qany", "/miners/bcrt1qany/workers", "/admin/users"})
    void everyPageAddressIsAnsweredWithThePage(String path) throws Exception {
        HttpResponse<String> reply = get(path);
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(reply.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(reply.body()).contains("<div id=\"root\">");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing.js", "/assets/nothing.js", "/assets/nothing", "/api/nothing", "/api/v1/nothing"})
    void whatIsNoPageStaysMissing(String path) throws Exception {
        HttpResponse<String> reply = get(path);
        assertThat(reply.statusCode()).isEqualTo(404);
        assertThat(reply.body()).doesNotContain("<div id=\"root\">");
    }

    @Test
    void thePageAsksNobodyElseAndRunsNothingInline() throws Exception {
        String page = get("/").body();
        List<String> linked =
                LINKED.matcher(page).results().map(result -> result.group(1)).toList();
        assertThat(linked).anyMatch(path -> path.endsWith(".js")).anyMatch(path -> path.endsWith(".css"));
        assertThat(page)
                .doesNotContain("http://")
                .doesNotContain("https://")
                .doesNotContain(" style=")
                .doesNotContain("<style")
                .doesNotContain("<script>");
        for (String path : linked) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(200);
        }
    }

    @Test
    void hashedAssetsAreKeptForeverAndTravelPacked() throws Exception {
        MatchResult script = Pattern.compile("\"(/assets/[^\"]+\\.js)\"")
                .matcher(get("/").body())
                .results()
                .findFirst()
                .orElseThrow();
        HttpRequest request = HttpRequest.newBuilder(at(script.group(1)))
                .header("Accept-Encoding", "gzip")
                .build();
        HttpResponse<InputStream> reply = CLIENT.send(request, BodyHandlers.ofInputStream());
        assertThat(reply.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
        assertThat(reply.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(reply.headers().firstValue("Content-Type").orElse("")).contains("javascript");
        try (InputStream unpacked = new GZIPInputStream(reply.body())) {
            assertThat(new String(unpacked.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("createElement");
        }
    }

    private static URI at(String path) {
        return Objects.requireNonNull(pool, "started before every test").at(path);
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return CLIENT.send(HttpRequest.newBuilder(at(path)).build(), BodyHandlers.ofString());
    }
}

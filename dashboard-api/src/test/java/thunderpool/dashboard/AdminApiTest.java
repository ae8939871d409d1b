package thunderpool.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import thunderpool.dashboard.view.PoolSample;
import thunderpool.dashboard.view.Projector;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.MemoryTopics;
import thunderpool.topics.Principal;
import tools.jackson.databind.JsonNode;

/** What strangers, viewers, operators and owners may do, and what they see. */
class AdminApiTest {

    @TempDir
    private static Path folder;

    private static AdminStaff staff;
    private static AdminPool pool;
    private static Browser owner;
    private static Browser operator;
    private static Browser viewer;

    @BeforeAll
    static void hire() throws IOException {
        staff = new AdminStaff(folder.resolve("code"));
        pool = staff.pool;
        owner = staff.owner;
        operator = staff.operator;
        viewer = staff.viewer;
    }

    @AfterAll
    static void stop() {
        staff.close();
    }

    private record Mapping(String method, String path) {}

    /** Everything under /api/admin that the code serves, as it stands in Spring's own table. */
    private static List<Mapping> mappings() {
        List<Mapping> all = new ArrayList<>();
        pool.context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(mapping -> mapping.getPatternValues().stream()
                        .filter(path -> path.contains("admin"))
                        .forEach(path -> {
                            for (RequestMethod method :
                                    mapping.getMethodsCondition().getMethods()) {
                                all.add(new Mapping(method.name(), path.replaceAll("\\{\\w+}", "x")));
                            }
                        }));
        return all;
    }

    @Test
    void strangersAreRefusedEverywhereButAtTheDoor() {
        Set<String> door = Set.of(
                "GET /api/admin/session",
                "POST /api/admin/setup",
                "POST /api/admin/setup/confirm",
                "POST /api/admin/login",
                "POST /api/admin/logout");
        assertThat(mappings()).hasSizeGreaterThan(20);
        Set<String> open = new HashSet<>();
        for (Mapping mapping : mappings()) {
            for (String path : List.of(mapping.path, mapping.path.replace("/api/", "/api/v1/"))) {
                Browser stranger = new Browser(pool, "192.0.2.66");
                HttpResponse<String> reply =
                        stranger.send(mapping.method, path, mapping.method.equals("GET") ? null : "{}");
                if (reply.statusCode() != 401 || !reply.body().contains("Please sign in.")) {
                    open.add(mapping.method + " " + mapping.path);
                }
            }
        }
        assertThat(open).isEqualTo(door);
    }

    @Test
    void whatIsNotMappedIsRefusedToo() {
        for (String path : List.of("/api/admin/new", "/api/admin/users/x/y/z", "/api/v1/admin/anything")) {
            assertThat(new Browser(pool, "192.0.2.66").get(path).statusCode())
                    .as(path)
                    .isEqualTo(401);
        }
        assertThat(owner.send("DELETE", "/api/admin/audit", "{}").statusCode()).isEqualTo(403);
        for (String path :
                List.of("/api//admin/health", "/api/admin/..;/admin/health", "/api/admin/%2e%2e/admin/health")) {
            assertThat(new Browser(pool, "192.0.2.66").get(path).statusCode())
                    .as(path)
                    .isIn(400, 401, 404);
        }
    }

    @Test
    void viewersReadAndDoNothing() {
        for (String path : List.of(
                "/api/admin/health",
                "/api/admin/settings",
                "/api/admin/bans",
                "/api/admin/holds",
                "/api/admin/gateways",
                "/api/admin/audit",
                "/api/admin/commands")) {
            HttpResponse<String> reply = viewer.get(path);
            assertThat(reply.statusCode()).as(path + reply.body()).isEqualTo(200);
            assertThat(reply.headers().firstValue("Cache-Control")).hasValue("no-store");
        }
        HttpResponse<String> refused = viewer.post("/api/admin/commands", command("gateway", "drain", "{}"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("role");
        assertThat(viewer.get("/api/admin/users").statusCode()).isEqualTo(403);
        assertThat(viewer.get("/api/admin/audit").body()).contains("POST /api/admin/commands");
    }

    private static String command(String owner, String kind, String fields) {
        return "{\"owner\":\"" + owner + "\",\"kind\":\"" + kind + "\",\"fields\":" + fields
                + ",\"expectedVersion\":7,\"reason\":\"a drill\"}";
    }

    @Test
    void commandGoesToItsOwnerAndItsAnswerComesBack() {
        HttpResponse<String> sent = operator.post(
                "/api/admin/commands", command("payout", "hold-payouts", "{\"address\":\"" + PoolSample.ALICE + "\"}"));
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(202);
        MemoryTopics topics = pool.context().getBean(MemoryTopics.class);
        AdminCommand command = topics.read(AdminCommand.TOPIC, 0, topics.end(AdminCommand.TOPIC, 0) - 1, 1)
                .getFirst()
                .value();
        assertThat(command.author()).isEqualTo("oscar");
        assertThat(command.owner()).isEqualTo(Principal.PAYOUT);
        assertThat(command.kind()).isEqualTo("hold-payouts");
        assertThat(command.fields()).containsExactly(Map.entry("address", PoolSample.ALICE));
        assertThat(command.expectedVersion()).isEqualTo(7);
        assertThat(command.reason()).isEqualTo("a drill");

        String answerAt = Browser.read(sent).get("answerAt").asString();
        assertThat(Browser.read(viewer.get(answerAt)).get("outcome").asString()).isEqualTo("pending");
        var answers = pool.context().getBean(Projector.class).answers(CommandAnswered.OF_GATEWAY);
        answers.accept(List.of(
                staff.received(answers.topic(), new CommandAnswered.CommandApplied(command.id(), 8)),
                staff.received(answers.topic(), new CommandAnswered.CommandRefused(command.id(), "another gateway"))));
        JsonNode row = Browser.read(viewer.get(answerAt));
        assertThat(row.get("outcome").asString()).isEqualTo("applied");
        assertThat(row.get("detail").asString()).isEqualTo("version 8");
        assertThat(Browser.read(viewer.get("/api/admin/commands")).get(0).get("commandId"))
                .isEqualTo(row.get("commandId"));
        assertThat(new Browser(pool, "192.0.2.66")
                        .get(answerAt.replace("/admin", ""))
                        .statusCode())
                .as("miners' command list does not show it")
                .isEqualTo(404);
        JsonNode story = Browser.read(viewer.get("/api/admin/accounts/" + PoolSample.ALICE));
        assertThat(story.get("commands").get(0).get("reason").asString()).isEqualTo("a drill");
    }

    @Test
    void commandsThatAreTheOwnersAreRefusedToOperators() {
        String fee = command("accounting", "set-fee", "{\"reward_system\":\"PPLNS\",\"basis_points\":200}");
        HttpResponse<String> refused = operator.post("/api/admin/commands", fee);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("OWNER");
        assertThat(owner.post("/api/admin/commands", fee).statusCode()).isEqualTo(202);
        HttpResponse<String> wrong =
                owner.post("/api/admin/commands", command("gateway", "ban", "{\"subject\":\"everybody\"}"));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("remote:IP");
        assertThat(owner.post("/api/admin/commands", "{\"owner\":\"payout\",\"kind\":\"x\"}")
                        .statusCode())
                .as("without a reason")
                .isEqualTo(400);
        assertThat(owner.post("/api/admin/commands", fee.replace("\"reason\":\"", "\"reason\":\"\\u0000"))
                        .statusCode())
                .as("a NUL in the reason")
                .isEqualTo(400);
        String log = owner.get("/api/admin/audit?limit=500").body();
        assertThat(log).contains("the role is too low").contains("accounting set-fee");
    }

    @Test
    void ownersMakeChangeAndResetUsers() {
        Browser uma = staff.hired("uma", "VIEWER");
        assertThat(owner.post("/api/admin/users", Browser.json("user", "uma", "role", "OWNER"))
                        .statusCode())
                .isEqualTo(409);
        assertThat(owner.post("/api/admin/users", Browser.json("user", "pool", "role", "VIEWER"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(uma.get("/api/admin/health").statusCode()).isEqualTo(200);
        assertThat(owner.send("PUT", "/api/admin/users/uma", "{\"role\":\"OPERATOR\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(uma.get("/api/admin/health").statusCode())
                .as("a new role is a new sign-in")
                .isEqualTo(401);
        assertThat(owner.send("PUT", "/api/admin/users/olga", "{\"role\":\"VIEWER\"}")
                        .body())
                .contains("last owner");
        assertThat(owner.send("PUT", "/api/admin/users/olga", "{\"enabled\":false}")
                        .statusCode())
                .isEqualTo(409);
        JsonNode reset = Browser.read(owner.post("/api/admin/users/uma/reset", "{}"));
        assertThat(reset.get("temporaryPassword").asString()).matches("[A-Z2-7-]{20,30}");
        assertThat(owner.send("PUT", "/api/admin/users/uma", "{\"enabled\":false}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(new Browser(pool, "192.0.2.3")
                        .login(
                                "uma",
                                reset.get("temporaryPassword").asString(),
                                Browser.totp(reset.get("secret").asString()))
                        .statusCode())
                .as("shut out")
                .isEqualTo(401);
        assertThat(owner.post("/api/admin/users/uma/reset", "{}").statusCode()).isEqualTo(200);
        JsonNode users = Browser.read(owner.get("/api/admin/users"));
        assertThat(users.valueStream()
                        .map(user -> user.get("user").asString() + " "
                                + user.get("enabled").asBoolean()))
                .contains("olga true", "oscar true", "uma false");
        assertThat(users.toString()).doesNotContain("argon2").doesNotContain("secret");
    }

    @Test
    void everyAnswerTellsBrowsersToBeStrict() {
        for (String path : List.of("/", "/api/stats", "/api/admin/session", "/api/admin/health", "/actuator/health")) {
            HttpResponse<String> reply = new Browser(pool, "192.0.2.66").get(path);
            String policy =
                    reply.headers().firstValue("Content-Security-Policy").orElse("");
            assertThat(policy)
                    .as(path)
                    .contains("default-src 'self'")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(reply.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(reply.headers().firstValue("Referrer-Policy")).isPresent();
            assertThat(reply.headers().firstValue("Permissions-Policy")).isPresent();
            assertThat(reply.headers().firstValue("Strict-Transport-Security")).isEmpty();
        }
    }

    @Test
    void overHttpsTheCookieIsSecureAndTheBrowserIsToldToStay() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(pool.at("/api/admin/session"))
                .header("X-Forwarded-For", "192.0.2.9")
                .header("X-Forwarded-Proto", "https")
                .build();
        HttpResponse<String> reply = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(reply.headers().firstValue("Strict-Transport-Security").orElse(""))
                .startsWith("max-age=");
        assertThat(Browser.setCookies(reply)).singleElement().satisfies(cookie -> assertThat(cookie)
                .startsWith("XSRF-TOKEN=")
                .contains("Secure")
                .contains("SameSite=Strict"));
    }

    @Test
    void otherSitesPagesGetNothingOfAdmins() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(pool.at("/api/admin/session"))
                .header("Origin", "https://elsewhere.example")
                .build();
        HttpResponse<String> reply = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(reply.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(reply.statusCode()).isEqualTo(403);
    }

    @Test
    void publicPagesAndProbesNeedNoSession() {
        Browser stranger = new Browser(pool, "192.0.2.66");
        for (String path : List.of("/api/stats", "/actuator/health/liveness", "/api-docs", "/swagger-ui/index.html")) {
            HttpResponse<String> reply = stranger.get(path);
            assertThat(reply.statusCode()).as(path).isEqualTo(200);
            assertThat(Browser.setCookies(reply)).as(path + " sets no cookie").isEmpty();
        }
        HttpResponse<String> signed = stranger.sendAsIs(
                "POST",
                "/api/miners/" + PoolSample.ALICE + "/schedule",
                Browser.json("message", "hello", "signature", PoolSample.HELLO),
                "");
        assertThat(signed.statusCode()).as(signed.body()).isEqualTo(202);
    }

    @Test
    void documentDescribesTheAdminPathsToo() {
        TreeSet<String> described = new TreeSet<>();
        Browser.read(owner.get("/api-docs")).get("paths").propertyNames().forEach(described::add);
        assertThat(described).contains("/api/admin/health", "/api/admin/commands/{id}", "/api/admin/session");
    }
}

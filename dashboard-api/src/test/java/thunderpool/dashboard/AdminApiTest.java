package thunderpool.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
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
import org.springframework.dao.DataAccessException;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import thunderpool.bitcoin.Hash256;
import thunderpool.dashboard.admin.audit.AuditWatch;
import thunderpool.dashboard.admin.command.PgAdminCommands;
import thunderpool.dashboard.view.PoolSample;
import thunderpool.dashboard.view.Projector;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.Judgement;
import thunderpool.topics.MemoryTopics;
import thunderpool.topics.PayoutChanged;
import thunderpool.topics.Principal;
import thunderpool.topics.Received;
import thunderpool.work.Rejection;
import tools.jackson.databind.JsonNode;

/** What strangers, viewers, operators and owners may do, and what they see. */
class AdminApiTest {

    private static final String PASSWORD = "correct horse battery";

    @TempDir
    private static Path folder;

    private static AdminPool pool;
    private static Browser owner;
    private static Browser operator;
    private static Browser viewer;
    private static long offset;

    @BeforeAll
    static void hire() throws Exception {
        AdminPool.NOW.set(SamplePool.NOW);
        pool = new AdminPool(folder.resolve("code"));
        owner = new Browser(pool, "192.0.2.1");
        String secret = Browser.read(owner.post(
                        "/api/admin/setup",
                        Browser.json(
                                "code", AdminPool.code(folder.resolve("code")), "user", "olga", "password", PASSWORD)))
                .get("secret")
                .asString();
        owner.post(
                "/api/admin/setup/confirm",
                Browser.json("user", "olga", "password", PASSWORD, "totp", Browser.totp(secret)));
        operator = hired("oscar", "OPERATOR");
        viewer = hired("vera", "VIEWER");
        fill();
    }

    @AfterAll
    static void stop() {
        pool.close();
    }

    private static Browser hired(String name, String role) {
        JsonNode welcome = Browser.read(owner.post("/api/admin/users", Browser.json("user", name, "role", role)));
        String temporary = welcome.get("temporaryPassword").asString();
        String secret = welcome.get("secret").asString();
        Browser browser = new Browser(pool, "192.0.2.2");
        HttpResponse<String> first = browser.login(name, temporary, Browser.totp(secret));
        assertThat(Browser.read(first).get("passwordChangeNeeded").asBoolean()).isTrue();
        assertThat(browser.get("/api/admin/health").statusCode())
                .as("nothing before the password is the user's own")
                .isEqualTo(403);
        AdminPool.pass(Duration.ofSeconds(30));
        HttpResponse<String> changed = browser.post(
                "/api/admin/password",
                Browser.json("current", temporary, "next", PASSWORD, "totp", Browser.totp(secret)));
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        return browser;
    }

    private static <T> Received<T> received(thunderpool.topics.Topic<T> topic, T value) {
        return new Received<>(topic, 0, offset++, AdminPool.NOW.get().toEpochMilli(), value);
    }

    private static void fill() {
        Projector into = pool.context().getBean(Projector.class);
        MemoryTopics topics = pool.context().getBean(MemoryTopics.class);
        Judgement shares = PoolSample.judged(
                0,
                PoolSample.share(PoolSample.miner(PoolSample.ALICE, "rig"), 10, SamplePool.NOW, null),
                PoolSample.share(PoolSample.miner(PoolSample.ALICE, "old"), 3, SamplePool.NOW, Rejection.STALE),
                PoolSample.share(PoolSample.miner(PoolSample.BOB, "attic"), 3, SamplePool.NOW, null));
        topics.append(Judgement.TOPIC, shares);
        into.shares().accept(List.of(received(Judgement.TOPIC, shares)));
        into.blocks()
                .accept(List.of(
                        received(BlockChanged.TOPIC, PoolSample.block(1, BlockChanged.State.FOUND, 1, SamplePool.NOW)),
                        received(BlockChanged.TOPIC, PoolSample.block(2, BlockChanged.State.FOUND, 2, SamplePool.NOW)),
                        received(
                                BlockChanged.TOPIC,
                                PoolSample.block(3, BlockChanged.State.ORPHANED, 0, SamplePool.NOW))));
        into.payouts()
                .accept(List.of(
                        received(
                                PayoutChanged.TOPIC,
                                PoolSample.payout(1, PayoutChanged.State.RESERVED, Hash256.ZERO, SamplePool.NOW)),
                        received(
                                PayoutChanged.TOPIC,
                                PoolSample.payout(
                                        2, PayoutChanged.State.BROADCAST, PoolSample.GENESIS, SamplePool.NOW))));
        into.balances()
                .accept(List.of(received(
                        thunderpool.topics.BalanceChanged.TOPIC, PoolSample.balance(PoolSample.ALICE, 1, 1_000))));
        pool.context().getBean(thunderpool.dashboard.view.ChainView.class).on(PoolSample.status(true));
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
        PgAdminCommands commands = pool.context().getBean(PgAdminCommands.class);
        commands.answered(new CommandAnswered.CommandApplied(command.id(), 8), 1);
        commands.answered(new CommandAnswered.CommandRefused(command.id(), "another gateway"), 2);
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
        String log = owner.get("/api/admin/audit?limit=500").body();
        assertThat(log).contains("the role is too low").contains("accounting set-fee");
    }

    @Test
    void ownersMakeChangeAndResetUsers() {
        Browser uma = hired("uma", "VIEWER");
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
        JsonNode users = Browser.read(owner.get("/api/admin/users"));
        assertThat(users.valueStream()
                        .map(user -> user.get("user").asString() + " "
                                + user.get("enabled").asBoolean()))
                .contains("olga true", "oscar true", "uma false");
        assertThat(users.toString()).doesNotContain("argon2").doesNotContain("secret");
    }

    @Test
    void blocksAndPaymentsAreShownThroughTheirWholeLives() {
        JsonNode block = Browser.read(viewer.get("/api/admin/blocks/" + PoolSample.GENESIS.displayHex()));
        assertThat(block.get("history").valueStream().map(step -> step.get("state")
                        .asString()))
                .as("a confirmation more is no step")
                .containsExactly("FOUND", "ORPHANED");
        assertThat(block.get("row").get("state").asString()).isEqualTo("ORPHANED");
        String order =
                Browser.read(viewer.get("/api/payouts")).get(0).get("orderId").asString();
        JsonNode payout = Browser.read(viewer.get("/api/admin/payouts/" + order));
        assertThat(payout.get("history").valueStream().map(step -> step.get("state")
                        .asString()))
                .containsExactly("RESERVED", "BROADCAST");
        assertThat(payout.get("history").get(1).get("txid").asString()).isEqualTo(PoolSample.GENESIS.displayHex());
        assertThat(viewer.get("/api/admin/blocks/" + "00".repeat(32)).statusCode())
                .isEqualTo(404);
        assertThat(viewer.get("/api/admin/blocks/nonsense").statusCode()).isEqualTo(400);
    }

    @Test
    void sharesAreFoundInTheLog() {
        String span = "&from=2026-11-21T11:00:00Z&to=2026-11-22T00:00:00Z";
        JsonNode found = Browser.read(viewer.get("/api/admin/shares?account=" + PoolSample.ALICE + span));
        assertThat(found.get("shares")).hasSize(2);
        assertThat(found.get("scannedShares").asLong()).isEqualTo(3);
        assertThat(found.get("complete").asBoolean()).isTrue();
        JsonNode stale = Browser.read(viewer.get("/api/admin/shares?worker=old&account=" + PoolSample.ALICE + span))
                .get("shares")
                .get(0);
        assertThat(stale.get("rejection").asString()).isEqualTo("STALE");
        assertThat(stale.get("difficulty").asDouble()).isEqualTo(8.0);
        assertThat(stale.get("identity").asString()).isEqualTo(PoolSample.GENESIS.displayHex());
        assertThat(Browser.read(viewer.get("/api/admin/shares?identity=" + PoolSample.GENESIS.displayHex() + span))
                        .get("shares"))
                .hasSize(3);
        assertThat(viewer.get("/api/admin/shares?worker=old").statusCode()).isEqualTo(400);
        assertThat(viewer.get("/api/admin/shares?account=" + PoolSample.ALICE
                                + "&from=2026-11-22T00:00:00Z&to=2026-11-21T00:00:00Z")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void healthShowsNodesPaymentsAndWhatIsOwed() {
        JsonNode health = Browser.read(viewer.get("/api/admin/health"));
        assertThat(health.get("nodes")).isNotEmpty();
        assertThat(health.get("template").get("serving").asBoolean()).isTrue();
        assertThat(health.get("payouts").get("byState").get("BROADCAST").asLong())
                .isEqualTo(1);
        assertThat(health.get("payouts").get("oldestOpenAt").asString()).isEqualTo("2026-11-21T12:00:30Z");
        // 1000 payable and 22 reserved for a payment on its way.
        assertThat(health.get("wallet").get("liabilitiesSat").asLong()).isEqualTo(1_022);
    }

    @Test
    void auditLogRefusesToForget() {
        for (String sql : List.of(
                "update admin_audit set detail = 'nothing'", "delete from admin_audit", "truncate admin_audit")) {
            assertThatThrownBy(() -> pool.jdbc().execute(sql))
                    .isInstanceOf(DataAccessException.class)
                    .hasMessageContaining("append-only");
        }
    }

    /** Who owns the table can take the triggers away; the chain shows it. */
    @Test
    void auditLogShowsThatItWasChanged() {
        AuditWatch watch = pool.context().getBean(AuditWatch.class);
        pool.jdbc().execute("alter table admin_audit disable trigger admin_audit_rows");
        String detail = pool.jdbc().queryForObject("select detail from admin_audit where id = 2", String.class);
        pool.jdbc().update("update admin_audit set detail = 'it was not me' where id = 2");
        watch.check();
        assertThat(owner.get("/api/admin/audit").headers().firstValue("X-Audit-Chain"))
                .hasValue("broken:2");
        pool.jdbc().update("update admin_audit set detail = ? where id = 2", detail);
        pool.jdbc().execute("alter table admin_audit enable trigger admin_audit_rows");
        watch.check();
        assertThat(owner.get("/api/admin/audit").headers().firstValue("X-Audit-Chain"))
                .hasValue("intact");
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
        for (String path : List.of(
                "/api/stats",
                "/actuator/health/liveness",
                "/actuator/prometheus",
                "/api-docs",
                "/swagger-ui/index.html")) {
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

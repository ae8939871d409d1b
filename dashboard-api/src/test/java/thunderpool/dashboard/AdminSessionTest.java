package thunderpool.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thunderpool.dashboard.admin.Answer;
import thunderpool.dashboard.admin.Users;
import tools.jackson.databind.JsonNode;

/** Coming in and going out, over HTTP and against a real database. */
class AdminSessionTest {

    private static final String PASSWORD = "correct horse battery";

    @TempDir
    private static Path folder;

    private static AdminPool pool;
    private static String secret = "";

    @BeforeAll
    static void makeTheFirstAdmin() throws IOException {
        pool = new AdminPool(folder.resolve("code"));
        Browser browser = new Browser(pool, "192.0.2.1");
        assertThat(Browser.read(browser.get("/api/admin/session")).get("state").asString())
                .isEqualTo("SETUP");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("code"))))
                .isEqualTo("rw-------");

        HttpResponse<String> guess = browser.post(
                "/api/admin/setup",
                Browser.json("code", "AAAAA-AAAAA-AAAAA-AAAAA", "user", "olga", "password", PASSWORD));
        assertThat(guess.statusCode()).isEqualTo(401);
        HttpResponse<String> weak = browser.post(
                "/api/admin/setup",
                Browser.json("code", AdminPool.code(folder.resolve("code")), "user", "olga", "password", "short"));
        assertThat(weak.statusCode()).isEqualTo(400);
        assertThat(weak.body()).contains("12 to 128");
        HttpResponse<String> miner = browser.post(
                "/api/admin/setup",
                Browser.json("code", AdminPool.code(folder.resolve("code")), "user", "miner", "password", PASSWORD));
        assertThat(miner.statusCode()).isEqualTo(400);

        HttpResponse<String> begun = browser.post(
                "/api/admin/setup",
                Browser.json("code", AdminPool.code(folder.resolve("code")), "user", "olga", "password", PASSWORD));
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(200);
        secret = Browser.read(begun).get("secret").asString();
        assertThat(Browser.read(begun).get("otpauthUrl").asString())
                .startsWith("otpauth://totp/Thunder%20Pool:olga?secret=" + secret);

        assertThat(browser.login("olga", PASSWORD, Browser.totp(secret)).statusCode())
                .as("not before it is confirmed")
                .isEqualTo(401);
        HttpResponse<String> confirmed = browser.post(
                "/api/admin/setup/confirm",
                Browser.json("user", "olga", "password", PASSWORD, "totp", Browser.totp(secret)));
        assertThat(confirmed.statusCode()).as(confirmed.body()).isEqualTo(200);
        assertThat(Browser.read(confirmed).get("role").asString()).isEqualTo("OWNER");
        assertThat(folder.resolve("code")).doesNotExist();
    }

    @AfterAll
    static void stop() {
        pool.close();
    }

    /** Each sign-in needs a code of its own: the next one is half a minute away. */
    private static String freshCode() {
        AdminPool.pass(Duration.ofSeconds(30));
        return Browser.totp(secret);
    }

    private static Browser signedIn(String address) {
        Browser browser = new Browser(pool, address);
        HttpResponse<String> reply = browser.login("olga", PASSWORD, freshCode());
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return browser;
    }

    @Test
    void setUpIsOverOnceThereIsAnAdmin() {
        Browser stranger = new Browser(pool, "192.0.2.2");
        assertThat(Browser.read(stranger.get("/api/admin/session")).get("state").asString())
                .isEqualTo("SIGNED_OUT");
        assertThat(stranger.post("/api/admin/setup", Browser.json("code", "x", "user", "eve", "password", PASSWORD))
                        .statusCode())
                .isEqualTo(409);
        assertThat(stranger.post(
                                "/api/admin/setup/confirm",
                                Browser.json("user", "olga", "password", PASSWORD, "totp", freshCode()))
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void everyWrongPartGetsTheSameAnswer() {
        Browser browser = new Browser(pool, "192.0.2.3");
        List<HttpResponse<String>> refused = List.of(
                browser.login("olga", "wrong password 1", freshCode()),
                browser.login("olga", PASSWORD, "000000"),
                browser.login("nobody", PASSWORD, freshCode()),
                browser.login("not a name", "x", "y"));
        assertThat(refused).allSatisfy(reply -> {
            assertThat(reply.statusCode()).isEqualTo(401);
            assertThat(reply.body()).isEqualTo(refused.getFirst().body());
            assertThat(reply.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        });
        assertThat(browser.cookies).doesNotContainKey("SESSION");
    }

    @Test
    void codeIsGoodOnceAndNotMuchLater() {
        String code = freshCode();
        assertThat(new Browser(pool, "192.0.2.4").login("olga", PASSWORD, code).statusCode())
                .isEqualTo(200);
        assertThat(new Browser(pool, "192.0.2.4").login("olga", PASSWORD, code).statusCode())
                .as("replayed")
                .isEqualTo(401);
        String late = freshCode();
        AdminPool.pass(Duration.ofSeconds(61));
        assertThat(new Browser(pool, "192.0.2.4").login("olga", PASSWORD, late).statusCode())
                .as("late")
                .isEqualTo(401);
        signedIn("192.0.2.4");
    }

    @Test
    void sessionIsNeverOneThatTheBrowserCameWith() {
        Browser browser = new Browser(pool, "192.0.2.5");
        browser.cookies.put("SESSION", "00".repeat(32));
        assertThat(browser.login("olga", PASSWORD, freshCode()).statusCode()).isEqualTo(200);
        String first = browser.cookies.get("SESSION");
        assertThat(first).hasSize(64).isNotEqualTo("00".repeat(32));
        assertThat(browser.login("olga", PASSWORD, freshCode()).statusCode()).isEqualTo(200);
        Browser withTheFirst = new Browser(pool, "192.0.2.5");
        withTheFirst.cookies.put("SESSION", first);
        assertThat(withTheFirst.get("/api/admin/audit").statusCode()).isEqualTo(401);
        assertThat(browser.get("/api/admin/audit").statusCode()).isEqualTo(200);
    }

    @Test
    void cookiesAreOutOfOthersReach() {
        Browser browser = new Browser(pool, "192.0.2.6");
        HttpResponse<String> reply = browser.login("olga", PASSWORD, freshCode());
        String session = Browser.setCookies(reply).stream()
                .filter(cookie -> cookie.startsWith("SESSION="))
                .findFirst()
                .orElseThrow();
        assertThat(session)
                .contains("; HttpOnly")
                .contains("; SameSite=Strict")
                .contains("; Path=/")
                .doesNotContain("Secure")
                .doesNotContain("Expires");
        assertThat(pool.jdbc()
                        .queryForObject(
                                "select count(*) from admin_sessions where encode(id_hash, 'hex') = ?",
                                Integer.class,
                                browser.cookies.get("SESSION")))
                .as("the id itself is not stored")
                .isZero();
    }

    @Test
    void nothingIsDoneWithoutTheTokenOfThePage() {
        Browser browser = new Browser(pool, "192.0.2.7");
        browser.get("/api/admin/session");
        String login = Browser.json("user", "olga", "password", PASSWORD, "totp", freshCode());
        assertThat(browser.sendAsIs("POST", "/api/admin/login", login, "").statusCode())
                .isEqualTo(403);
        assertThat(browser.sendAsIs("POST", "/api/admin/login", login, "forged").statusCode())
                .isEqualTo(403);
        assertThat(browser.post("/api/admin/login", login).statusCode()).isEqualTo(200);
        HttpResponse<String> forged = browser.sendAsIs("POST", "/api/admin/logout", "{}", "");
        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(forged.body()).contains("X-XSRF-TOKEN");
        assertThat(browser.get("/api/admin/audit").body()).contains("without its CSRF token");
    }

    @Test
    void sessionCountsForNothingOnceThePagesAreClosed() {
        Browser browser = signedIn("192.0.2.24");
        try (AdminPool closed = pool.closed(folder.resolve("code-3"))) {
            Browser there = new Browser(closed, "192.0.2.24");
            there.cookies.putAll(browser.cookies);
            assertThat(there.get("/api/admin/audit").statusCode()).isEqualTo(401);
            assertThat(Browser.read(there.get("/api/admin/session"))
                            .get("state")
                            .asString())
                    .isEqualTo("SIGNED_OUT");
        }
        assertThat(browser.get("/api/admin/audit").statusCode()).isEqualTo(200);
    }

    @Test
    void sessionEndsWhenUnusedAndWhenOldAndWhenSignedOut() {
        Browser idle = signedIn("192.0.2.11");
        AdminPool.pass(Duration.ofMinutes(31));
        assertThat(idle.get("/api/admin/audit").statusCode()).isEqualTo(401);

        Browser busy = signedIn("192.0.2.11");
        for (int i = 0; i < 28; i++) {
            AdminPool.pass(Duration.ofMinutes(25));
            assertThat(busy.get("/api/admin/audit").statusCode()).isEqualTo(200);
        }
        AdminPool.pass(Duration.ofMinutes(25));
        assertThat(busy.get("/api/admin/audit").statusCode())
                .as("after 12 hours")
                .isEqualTo(401);

        Browser leaving = signedIn("192.0.2.11");
        String session = leaving.cookies.get("SESSION");
        assertThat(leaving.post("/api/admin/logout", "{}").statusCode()).isEqualTo(200);
        assertThat(leaving.cookies).doesNotContainKey("SESSION");
        leaving.cookies.put("SESSION", session);
        assertThat(leaving.get("/api/admin/audit").statusCode()).isEqualTo(401);
    }

    @Test
    void anotherInstanceKnowsTheSession() {
        Browser browser = signedIn("192.0.2.12");
        try (AdminPool second = pool.another(folder.resolve("code-2"))) {
            Browser there = new Browser(second, "192.0.2.12");
            there.cookies.putAll(browser.cookies);
            JsonNode session = Browser.read(there.get("/api/admin/session"));
            assertThat(session.get("user").asString()).isEqualTo("olga");
            assertThat(folder.resolve("code-2")).doesNotExist();
        }
    }

    @Test
    void newPasswordEndsAllOtherSessions() {
        Browser other = signedIn("192.0.2.13");
        Browser browser = signedIn("192.0.2.13");
        String next = "another horse battery";
        assertThat(browser.post(
                                "/api/admin/password",
                                Browser.json("current", "not it at all", "next", next, "totp", freshCode()))
                        .statusCode())
                .isEqualTo(401);
        HttpResponse<String> changed = browser.post(
                "/api/admin/password", Browser.json("current", PASSWORD, "next", next, "totp", freshCode()));
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(other.get("/api/admin/audit").statusCode()).isEqualTo(401);
        assertThat(browser.get("/api/admin/audit").statusCode()).isEqualTo(200);
        assertThat(browser.post(
                                "/api/admin/password",
                                Browser.json("current", next, "next", PASSWORD, "totp", freshCode()))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void everyStepStandsInTheAuditLogAndNothingCanBeTakenOut() {
        Browser browser = signedIn("192.0.2.14");
        browser.login("olga", "wrong again 12", "000000");
        HttpResponse<String> log = browser.get("/api/admin/audit?limit=500");
        assertThat(log.headers().firstValue("X-Audit-Chain")).hasValue("intact");
        JsonNode rows = Browser.read(log);
        assertThat(rows.valueStream()
                        .map(row -> row.get("action").asString() + " "
                                + row.get("outcome").asString()))
                .contains("set-up FAILED", "set-up DONE", "sign-in DONE", "sign-in FAILED");
        assertThat(log.body()).doesNotContain(PASSWORD).doesNotContain(secret).doesNotContain("wrong again");
        HttpResponse<String> page = browser.get("/api/admin/audit?limit=2");
        assertThat(Browser.read(page)).hasSize(2);
        String link = page.headers().firstValue("Link").orElseThrow();
        assertThat(link).startsWith("</api/admin/audit?").endsWith(">; rel=\"next\"");
        HttpResponse<String> next = browser.get(link.substring(1, link.indexOf('>')));
        assertThat(Browser.read(next).get(0).get("id").asLong())
                .isEqualTo(Browser.read(page).get(1).get("id").asLong() - 1);
    }

    /** Who lost the second factor gets a new one from the machine itself, beside the running pool. */
    @Test
    void ownerIsBroughtBackFromTheMachine() {
        Browser before = signedIn("192.0.2.15");
        Answer<Users.Welcome> answer =
                RecoveryApplication.recover(pool.databaseSettings(), "Olga", "root (lost phone)");
        assertThat(answer).isInstanceOf(Answer.Done.class);
        Users.Welcome welcome = ((Answer.Done<Users.Welcome>) answer).value();
        assertThat(before.get("/api/admin/audit").statusCode()).isEqualTo(401);
        secret = welcome.secret();
        Browser back = new Browser(pool, "192.0.2.15");
        HttpResponse<String> in = back.login("olga", welcome.temporaryPassword(), freshCode());
        assertThat(Browser.read(in).get("passwordChangeNeeded").asBoolean()).isTrue();
        HttpResponse<String> changed = back.post(
                "/api/admin/password",
                Browser.json("current", welcome.temporaryPassword(), "next", PASSWORD, "totp", freshCode()));
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(back.get("/api/admin/audit").body())
                .contains("recover-owner")
                .contains("root (lost phone)");
    }
}

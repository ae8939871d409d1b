package thunderpool.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thunderpool.dashboard.admin.Answer;
import thunderpool.dashboard.admin.Caller;
import thunderpool.dashboard.admin.PasswordHashes;
import thunderpool.dashboard.admin.People;
import thunderpool.dashboard.admin.SecretBox;
import thunderpool.dashboard.admin.SignIn;
import thunderpool.dashboard.admin.Vault;

/** Whom wrong tries lock out, and whom not, over HTTP and against a real database. */
class AdminLockTest {

    private static final String PASSWORD = "correct horse battery";

    @TempDir
    private static Path folder;

    private static AdminPool pool;
    private static String secret = "";

    @BeforeAll
    static void makeTheFirstAdmin() throws IOException {
        pool = new AdminPool(folder.resolve("code"));
        Browser browser = new Browser(pool, "192.0.2.1");
        secret = Browser.read(browser.post(
                        "/api/admin/setup",
                        Browser.json(
                                "code", AdminPool.code(folder.resolve("code")), "user", "olga", "password", PASSWORD)))
                .get("secret")
                .asString();
        assertThat(browser.post(
                                "/api/admin/setup/confirm",
                                Browser.json("user", "olga", "password", PASSWORD, "totp", Browser.totp(secret)))
                        .statusCode())
                .isEqualTo(200);
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
    void guessingLocksTheNameWhetherItExistsOrNot() {
        AdminPool.pass(Duration.ofDays(2));
        for (String name : List.of("olga", "nobody-at-all")) {
            Browser guesser = new Browser(pool, "192.0.2.8");
            for (int i = 0; i < 5; i++) {
                assertThat(guesser.login(name, "guess number " + i, "123456").statusCode())
                        .isEqualTo(401);
            }
            HttpResponse<String> locked = guesser.login(name, PASSWORD, Browser.totp(secret));
            assertThat(locked.statusCode()).isEqualTo(423);
            assertThat(locked.headers().firstValue("Retry-After")).hasValue("30");
            AdminPool.pass(Duration.ofSeconds(30));
            assertThat(guesser.login(name, "guess number 6", "123456").statusCode())
                    .isEqualTo(401);
            assertThat(guesser.login(name, "guess number 7", "123456").headers().firstValue("Retry-After"))
                    .as("the second lock is twice as long")
                    .hasValue("60");
        }
        AdminPool.pass(Duration.ofSeconds(60));
        signedIn("192.0.2.8");
    }

    /** Else whoever asks learns who is an admin, from how the service fails. */
    @Test
    void underAnotherKeyTheAnswerIsThatOfAStranger() throws IOException {
        AdminPool.pass(Duration.ofDays(2));
        try (AdminPool other = pool.withAnotherKey(folder.resolve("other-key"))) {
            Browser guesser = new Browser(other, "192.0.2.31");
            HttpResponse<String> known = guesser.login("olga", PASSWORD, freshCode());
            HttpResponse<String> wrong = guesser.login("olga", "not the password", freshCode());
            HttpResponse<String> unknown = guesser.login("nobody", PASSWORD, freshCode());
            assertThat(known.statusCode()).isEqualTo(401);
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(unknown.statusCode()).isEqualTo(401);
            assertThat(known.body()).isEqualTo(unknown.body());
            assertThat(wrong.body()).isEqualTo(unknown.body());
        }
        AdminPool.pass(Duration.ofDays(2));
    }

    @Test
    void guessingManyNamesLocksTheAddress() {
        Browser guesser = new Browser(pool, "2001:db8::1");
        for (int i = 0; i < 20; i++) {
            assertThat(guesser.login("somebody" + i, "guess", "123456").statusCode())
                    .isEqualTo(401);
        }
        Browser neighbour = new Browser(pool, "2001:db8::2");
        HttpResponse<String> locked = neighbour.login("olga", PASSWORD, Browser.totp(secret));
        assertThat(locked.statusCode()).isEqualTo(429);
        assertThat(locked.headers().firstValue("Retry-After")).hasValue("60");
        signedIn("192.0.2.10");
    }

    @Test
    void strangersDoNotLockANameWhereItHasSignedInBefore() {
        AdminPool.pass(Duration.ofDays(2));
        Browser known = signedIn("192.0.2.20");
        String code = freshCode();
        for (int i = 0; i < 5; i++) {
            assertThat(new Browser(pool, "198.51.100." + i)
                            .login("olga", "guess number " + i, "123456")
                            .statusCode())
                    .isEqualTo(401);
        }
        Browser stranger = new Browser(pool, "198.51.100.99");
        for (int i = 0; i < 25; i++) {
            assertThat(stranger.login("olga", PASSWORD, code).statusCode())
                    .as("the name is locked, and the address has not tried anything")
                    .isEqualTo(423);
        }
        assertThat(known.post(
                                "/api/admin/password",
                                Browser.json("current", "not it", "next", "another battery", "totp", code))
                        .statusCode())
                .isEqualTo(401);
        assertThat(new Browser(pool, "192.0.2.20").login("olga", PASSWORD, code).statusCode())
                .isEqualTo(200);
        assertThat(stranger.login("olga", PASSWORD, code).statusCode())
                .as("the others are not forgotten by that")
                .isEqualTo(423);
        AdminPool.pass(Duration.ofDays(2));
    }

    @Test
    void guessingWhereTheNameIsKnownLocksItThere() {
        signedIn("192.0.2.21");
        for (int i = 0; i < 5; i++) {
            assertThat(new Browser(pool, "192.0.2.21")
                            .login("olga", "guess number " + i, "123456")
                            .statusCode())
                    .isEqualTo(401);
        }
        assertThat(new Browser(pool, "192.0.2.21")
                        .login("olga", PASSWORD, "123456")
                        .statusCode())
                .isEqualTo(423);
        AdminPool.pass(Duration.ofSeconds(30));
        signedIn("192.0.2.21");
    }

    /** Four wrong tries, and one that was not looked at: that one does not lock. */
    @Test
    void tryThatWasNotLookedAtIsNotAWrongOne() {
        signedIn("192.0.2.22");
        for (int i = 0; i < 4; i++) {
            assertThat(new Browser(pool, "192.0.2.22")
                            .login("olga", "guess number " + i, "123456")
                            .statusCode())
                    .isEqualTo(401);
        }
        PasswordHashes noTurn = new PasswordHashes(new NothingMatches(), 0, "x");
        SignIn full = new SignIn(
                pool.context().getBean(People.class),
                new Vault(noTurn, new SecretBox(() -> List.of(AdminPool.KEY), new Random(2)), new Random(3), "pool"));
        assertThat(full.signIn("olga", PASSWORD, "123456", new Caller(null, "192.0.2.22")))
                .isInstanceOfSatisfying(
                        Answer.No.class, no -> assertThat(no.why()).isEqualTo(Answer.Why.BUSY));
        String last = "guess number 5";
        assertThat(new Browser(pool, "192.0.2.22").login("olga", last, "123456").statusCode())
                .isEqualTo(401);
        assertThat(new Browser(pool, "192.0.2.22").login("olga", last, "123456").statusCode())
                .as("the four before still count")
                .isEqualTo(423);
        AdminPool.pass(Duration.ofSeconds(30));
        signedIn("192.0.2.22");
    }

    private record NothingMatches() implements PasswordHashes.Algorithm {
        @Override
        public String hash(String password) {
            return "";
        }

        @Override
        public boolean matches(String password, String hash) {
            return false;
        }
    }

    /** A NUL is no text to PostgreSQL. */
    @Test
    void impossibleNameIsAnUnknownOne() {
        assertThat(new Browser(pool, "192.0.2.23")
                        .login("ol\0ga", PASSWORD, freshCode())
                        .statusCode())
                .isEqualTo(401);
    }
}

package thunderpool.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thunderpool.dashboard.admin.Users;

/** The key of second factors is changed while people sign in. */
class AdminKeyTest {

    private static final String PASSWORD = "correct horse battery";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void afterAChangeOfTheKeyTheOldOneIsNeededByNobody() throws IOException {
        Path keys = Files.writeString(folder.resolve("keys"), AdminPool.ANOTHER_KEY + "\n" + AdminPool.KEY + "\n");
        try (AdminPool pool = new AdminPool(folder.resolve("code"))) {
            String secret = firstAdmin(pool);
            try (AdminPool changing = pool.withKeysOf(keys, folder.resolve("code-2"))) {
                assertThat(status(changing, secret)).as("while both count").isEqualTo(200);
                Users users = changing.context().getBean(Users.class);
                // Its own minute may have come already.
                assertThat(users.sealAnew()).isLessThanOrEqualTo(1);
                assertThat(users.sealAnew()).isZero();
            }
            assertThat(status(pool, secret))
                    .as("where the key is still the old one")
                    .isEqualTo(401);
            AdminPool.pass(Duration.ofDays(2));
            try (AdminPool changed = pool.withAnotherKey(folder.resolve("code-3"))) {
                assertThat(status(changed, secret)).as("without the old key").isEqualTo(200);
            }
        }
    }

    private String firstAdmin(AdminPool pool) throws IOException {
        Browser browser = new Browser(pool, "192.0.2.1");
        String code = AdminPool.code(folder.resolve("code"));
        String secret = Browser.read(browser.post(
                        "/api/admin/setup", Browser.json("code", code, "user", "olga", "password", PASSWORD)))
                .get("secret")
                .asString();
        assertThat(browser.post(
                                "/api/admin/setup/confirm",
                                Browser.json("user", "olga", "password", PASSWORD, "totp", Browser.totp(secret)))
                        .statusCode())
                .isEqualTo(200);
        return secret;
    }

    /** Each sign-in needs a code of its own: the next one is half a minute away. */
    private static int status(AdminPool pool, String secret) {
        AdminPool.pass(Duration.ofSeconds(30));
        return new Browser(pool, "192.0.2.1")
                .login("olga", PASSWORD, Browser.totp(secret))
                .statusCode();
    }
}

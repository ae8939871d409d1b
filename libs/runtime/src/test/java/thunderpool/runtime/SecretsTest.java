package thunderpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.AppConfigurationEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretsTest {
    @TempDir
    Path folder;

    @Test
    void anEmptyPasswordFileIsTriedAgainAtTheBroker() throws IOException {
        Path file = Files.writeString(folder.resolve("kafka"), "");
        PasswordFileCallbacks callbacks = new PasswordFileCallbacks();
        callbacks.configure(
                Map.of(),
                KafkaAccess.SCRAM_MECHANISM,
                List.of(new AppConfigurationEntry(
                        "module",
                        AppConfigurationEntry.LoginModuleControlFlag.REQUIRED,
                        Map.of("username", "payout", "passwordFile", file.toString()))));
        NameCallback name = new NameCallback("name: ");
        PasswordCallback password = new PasswordCallback("password: ", false);
        Callback[] asked = {name, password};

        assertThatThrownBy(() -> callbacks.handle(asked))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no password in");

        Files.writeString(file, "hunter2\n");
        callbacks.handle(asked);
        assertThat(name.getName()).isEqualTo("payout");
        assertThat(password.getPassword()).containsExactly("hunter2".toCharArray());
    }

    @Test
    void anEmptyPasswordFileIsTriedAgainAtTheDatabase() throws IOException {
        Path file = Files.writeString(folder.resolve("database"), "\n");
        try (TestDatabase database = TestDatabase.fresh()) {
            DatabaseConfig config = new DatabaseConfig(database.jdbcUrl(), database.user(), null, file, 2);
            assertThatThrownBy(() -> config.open("secrets", "db/runtimetest").close())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasRootCauseMessage("no password in " + file);
        }
    }

    @Test
    void aLoginOfThePropertiesOwnIsNotMixedWithOurs() {
        String login = "org.example.Login required;";
        assertThat(scram(Map.of("sasl.jaas.config", login)))
                .containsEntry("sasl.jaas.config", login)
                .doesNotContainKey("sasl.client.callback.handler.class");
        assertThat(scram(Map.of("sasl.mechanism", "OAUTHBEARER")))
                .containsEntry("sasl.mechanism", "OAUTHBEARER")
                .doesNotContainKeys("sasl.jaas.config", "sasl.client.callback.handler.class");
    }

    @Test
    void anotherScramIsProvenByTheSamePassword() throws IOException {
        Files.writeString(folder.resolve("kafka"), "hunter2");
        assertThat(scram(Map.of("sasl.mechanism", "SCRAM-SHA-512")))
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("sasl.client.callback.handler.class", PasswordFileCallbacks.class.getName())
                .containsKey("sasl.jaas.config");
    }

    private Map<String, Object> scram(Map<String, String> properties) {
        return new KafkaAccess(
                        "127.0.0.1:9092",
                        "payout",
                        null,
                        folder.resolve("kafka"),
                        KafkaAccess.Security.SCRAM,
                        properties)
                .clientProperties();
    }
}

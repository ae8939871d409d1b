package thunderpool.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminApplicationTest {

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter said = new StringWriter();

    private int run(String... args) {
        return AdminApplication.run(new PrintWriter(said, true), args);
    }

    private String env(String... lines) throws IOException {
        return Files.writeString(folder.resolve("dashboard.env"), String.join("\n", lines))
                .toString();
    }

    @Test
    void wantsAReason() {
        assertThat(run("payout", "hold-payouts", "all=true")).isEqualTo(2);
        assertThat(said.toString()).contains("--reason");
    }

    @Test
    void knowsOnlyServicesThatAnswerCommands() {
        assertThat(run("validator", "drain", "--reason", "drill")).isEqualTo(1);
        assertThat(said.toString()).contains("SERVICE is accounting, payout or gateway, not validator");
    }

    @Test
    void dashboardIsOnlyForTheWayBackIn() {
        assertThat(run("dashboard", "hold-payouts", "--reason", "drill")).isEqualTo(1);
        assertThat(run("dashboard", "recover-owner", "--reason", "drill")).isEqualTo(1);
        assertThat(said.toString()).contains("recover-owner user=NAME");
    }

    @Test
    void withoutTheDashboardsSettingsItSaysWhichItLacks() throws IOException {
        assertThat(run("payout", "hold-payouts", "all=true", "--reason", "drill"))
                .isEqualTo(1);
        assertThat(said.toString()).contains("DASHBOARD_KAFKA_").contains("--env FILE");
        String file = env("DASHBOARD_CHAIN=bitcoin-regtest");
        assertThat(run("dashboard", "recover-owner", "user=olga", "--reason", "drill", "--env", file))
                .isEqualTo(1);
        assertThat(said.toString()).contains("DASHBOARD_DATABASE_URL is not set");
    }

    @Test
    void aSettingThatCannotBeIsNamed() throws IOException {
        String file = env("DASHBOARD_KAFKA_BOOTSTRAP=127.0.0.1:9", "DASHBOARD_KAFKA_USER=dashboard");
        assertThat(run("payout", "hold-payouts", "all=true", "--reason", "drill", "--env", file))
                .isEqualTo(1);
        assertThat(said.toString()).contains("give exactly one of kafka.password and kafka.password-file");
    }

    /** As a pod has them: user and password's file from a map of files, the rest from the environment. */
    @Test
    void readsTheDashboardsOwnFileAsTheServiceDoesAndBelievesTheEnvironmentMore() throws IOException {
        Files.writeString(folder.resolve("dashboard.yml"), """
                dashboard:
                  kafka:
                    bootstrap: nowhere:1
                    user: dashboard
                    password-file: /nonexistent/password
                """);
        String file = env(
                "DASHBOARD_KAFKA_BOOTSTRAP=127.0.0.1:9",
                "DASHBOARD_KAFKA_SECURITY=SCRAM_TLS",
                "SPRING_CONFIG_ADDITIONALLOCATION=file:" + folder + "/");
        assertThat(run("payout", "hold-payouts", "all=true", "--reason", "drill", "--env", file))
                .isEqualTo(1);
        assertThat(said.toString()).contains("/nonexistent/password").doesNotContain("kafka.user is needed");
    }

    @Test
    void readsLinesAsAShellAndSystemdDo() throws IOException {
        String file = env("# of dashboard", "", "A=plain", "B='it'\\''s'", "C=\"a b\"", "D=", "E='");
        assertThat(AdminApplication.variables(Path.of(file)))
                .containsEntry("A", "plain")
                .containsEntry("B", "it's")
                .containsEntry("C", "a b")
                .containsEntry("D", "")
                .containsEntry("E", "'")
                .hasSize(5);
    }
}

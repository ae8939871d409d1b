package thunderpool.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;
import thunderpool.dashboard.AdminApplication;

class AdminTest {

    @TempDir
    private Path data;

    private final StringWriter said = new StringWriter();

    private int run(String... args) {
        return Admin.run(new PrintWriter(said, true), List.of(args));
    }

    /** {@code ./pool admin --help} is answered by the launcher, without a JVM. */
    @Test
    void theLaunchersHelpNamesEveryCommandAndField() {
        String help = SourceDocs.read(SourceDocs.root().resolve("pool"));
        String known = String.join(
                " ", AdminApplication.class.getAnnotation(Command.class).description());
        assertThat(Pattern.compile("[a-z]+(?:-[a-z]+)+|[a-z_]+=").matcher(known).results())
                .hasSizeGreaterThan(25)
                .allSatisfy(word -> assertThat(help).contains(word.group()));
    }

    @Test
    void saysWhichFileItLacks() {
        assertThat(run("payout", "hold-payouts", "--reason", "drill", "--data", data.toString()))
                .isEqualTo(1);
        assertThat(said.toString()).contains("dashboard.env").contains("a running pool?");
    }

    @Test
    void refusesAnAddressOfAnotherChainBeforeAnythingIsSent() throws Exception {
        Files.createDirectories(data.resolve("services"));
        Files.writeString(data.resolve("services/dashboard.env"), "DASHBOARD_CHAIN='bitcoin-regtest'\n");
        assertThat(run(
                        "accounting",
                        "hold-account",
                        "--reason",
                        "drill",
                        "--account",
                        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
                        "--data",
                        data.toString()))
                .isEqualTo(1);
        assertThat(said.toString()).contains("an address of bitcoin-main, not of bitcoin-regtest");
    }

    @Test
    void environmentFilesSpellPropertiesAsSpringReadsThem() {
        assertThat(AccessFiles.variable("template.nodes[0].url")).isEqualTo("TEMPLATE_NODES_0_URL");
        assertThat(AccessFiles.variable("gateway.template-services[1]")).isEqualTo("GATEWAY_TEMPLATESERVICES_1");
        assertThat(AccessFiles.variable("payout.payment.look-every")).isEqualTo("PAYOUT_PAYMENT_LOOKEVERY");
    }

    @Test
    void portsOutsideTheRangeAreRefused() {
        assertThatThrownBy(() -> new Ports(30_001)).hasMessageContaining("--port-offset");
        assertThat(new Ports(1000).pplnsBlocks()).isEqualTo(4333);
    }
}

package thunderpool.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Units, proxies and scripts, read by the programs they are for. */
class HostFilesTest {

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "validator", "template", "accounting", "payout", "dashboard"})
    void systemdUnderstandsTheUnitAndFindsItShutIn(String service, @TempDir Path folder) throws IOException {
        Programs.need("systemd-analyze", "systemd");
        String unit = "thunderpool-" + service + ".service";
        // The program is where it will be installed; here any other stands for it.
        String text = Rendered.text("systemd/" + unit).replaceAll("ExecStart=\\S+", "ExecStart=/bin/true");
        Path file = Files.writeString(folder.resolve(unit), text);
        Programs.Outcome verified = Programs.run(List.of("systemd-analyze", "verify", file.toString()), Map.of());
        assertThat(verified.said()).as("what systemd says of " + unit).doesNotContain(unit);
        assertThat(verified.code()).isZero();
        // Its scale goes from 0, shut in, to 10, exposed; 20 is what it prints as 2.0.
        Programs.Outcome security = Programs.run(
                List.of(
                        "systemd-analyze",
                        "security",
                        "--offline=true",
                        "--threshold=20",
                        "--no-pager",
                        file.toString()),
                Map.of());
        assertThat(security.code()).as(security.said()).isZero();
    }

    /** systemd stops in the order of {@code After=} turned round: at a reboot what a service stands on goes after it. */
    @ParameterizedTest
    @CsvSource({
        "gateway,kafka thunderpool-template",
        "validator,kafka",
        "template,kafka postgresql bitcoind",
        "accounting,kafka postgresql",
        "payout,kafka postgresql bitcoind",
        "dashboard,kafka postgresql"
    })
    void whatAServiceStandsOnStopsAfterIt(String service, String stores) throws IOException {
        List<String> after = Rendered.text("systemd/thunderpool-" + service + ".service")
                .lines()
                .filter(line -> line.startsWith("After="))
                .flatMap(line -> Stream.of(line.substring("After=".length()).split(" ")))
                .toList();
        assertThat(after)
                .containsAll(Stream.of(stores.split(" "))
                        .map(store -> store + ".service")
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "validator", "template", "accounting", "payout", "dashboard"})
    void aUnitNamesTheDocumentThatInstallsIt(String service) throws IOException {
        Matcher named = Pattern.compile("Install with (\\S+\\.md)")
                .matcher(Rendered.text("systemd/thunderpool-" + service + ".service"));
        assertThat(named.find()).isTrue();
        assertThat(Rendered.folder().resolve("..").resolve(named.group(1)))
                .isRegularFile()
                .content()
                .contains("deploy/systemd/");
    }

    @Test
    void haproxyTakesItsConfiguration() {
        Programs.need("haproxy", "haproxy");
        Programs.Outcome checked = Programs.run(
                List.of(
                        "haproxy",
                        "-c",
                        "-f",
                        Rendered.folder().resolve("proxy/haproxy.cfg").toString()),
                Map.of());
        assertThat(checked.code()).as(checked.said()).isZero();
    }

    @Test
    void nginxTakesItsConfiguration(@TempDir Path folder) throws IOException {
        Programs.need("nginx", "nginx-light");
        Programs.need("openssl", "openssl");
        Path key = folder.resolve("dashboard.key");
        Path certificate = folder.resolve("dashboard.crt");
        Programs.output(
                List.of(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-subj",
                        "/CN=pool.example",
                        "-keyout",
                        key.toString(),
                        "-out",
                        certificate.toString()),
                Map.of());
        Path file = Files.writeString(
                folder.resolve("nginx.conf"),
                Rendered.text("proxy/nginx.conf")
                        .replace("/etc/thunderpool/tls/dashboard.crt", certificate.toString())
                        .replace("/etc/thunderpool/tls/dashboard.key", key.toString())
                        .replace("/run/nginx.pid", folder.resolve("nginx.pid").toString()));
        Programs.Outcome checked =
                Programs.run(List.of("nginx", "-t", "-p", folder.toString(), "-c", file.toString()), Map.of());
        assertThat(checked.code()).as(checked.said()).isZero();
    }

    @Test
    void everyScriptIsShell() throws IOException {
        try (Stream<Path> walk = Files.walk(Rendered.folder())) {
            List<Path> scripts = walk.filter(file ->
                            file.toString().endsWith(".sh") && !file.toString().contains("/target/"))
                    .toList();
            assertThat(scripts).hasSizeGreaterThan(5);
            for (Path script : scripts) {
                String shell = Files.readString(script).startsWith("#!/bin/sh") ? "sh" : "bash";
                Programs.Outcome read = Programs.run(List.of(shell, "-n", script.toString()), Map.of());
                assertThat(read.code()).as(read.said()).isZero();
                assertThat(Files.isExecutable(script))
                        .as(script + " can be run")
                        .isTrue();
            }
        }
    }
}

package thunderpool.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Goal: what miners and operators see in a browser is what the pool does, on every page, from the first share to the coins;
 * and a stranger can do nothing that an operator can.
 *
 * <p>Method: the stories in {@code src/test/browser} (Playwright with the machine's Chromium) against a running pool and
 * devnode, whose miners and chain the stories move through {@link StoryTeller}.
 */
@Execution(ExecutionMode.CONCURRENT)
final class DashboardE2E {

    private static final String BLOCK_BITS = "1f00ffff";
    private static final Path CHROMIUM = Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));

    /** Payments as fast as the service allows, and none without an operator's word. */
    private static final Map<String, String> PAYMENTS = Map.of(
            "PAYOUT_SCHEMES_BLOCKS", "1",
            "PAYOUT_PAYMENT_LOOKEVERY", "1s",
            "PAYOUT_PAYMENT_GATHER", "1s",
            "PAYOUT_PAYMENT_PAUSE", "5s",
            "PAYOUT_PAYMENT_APPROVALABOVESATS", "1",
            "PAYOUT_TICKEVERY", "500ms",
            "ACCOUNTING_SLICESPEREPOCH", "2");

    @Test
    void peopleSeeInABrowserWhatThePoolDoes(@TempDir Path dir) throws Exception {
        assumeTrue(
                Files.isExecutable(CHROMIUM) || System.getenv("CI") != null,
                "SKIPPED: no Chromium at " + CHROMIUM + " (apt-get install chromium, or set CHROMIUM)");
        Path stories = installed(Path.of("src/test/browser"), Path.of("target/browser"));
        try (LabNode node = LabNode.start(dir, BLOCK_BITS);
                RunningPool pool = RunningPool.start(
                        dir.resolve("pool"),
                        RunningPool.freeOffset(11_000),
                        PAYMENTS,
                        "--node",
                        node.url(),
                        "--vardiff",
                        "off",
                        "--difficulty",
                        "2^-24");
                StoryTeller teller = new StoryTeller(pool, node.rpc())) {
            Map<String, String> environment = Map.of(
                    "POOL_URL", "http://127.0.0.1:" + pool.port(8080),
                    "POOL_DATA", pool.data().toString(),
                    "TELLER_URL", teller.url(),
                    "CHROMIUM", CHROMIUM.toString());
            assertThat(run(stories, environment, "npx", "--no-install", "playwright", "test"))
                    .as("exit code of the stories")
                    .isZero();
        }
    }

    /** A copy with its packages, so that nothing is written among the sources. */
    private static Path installed(Path from, Path to) throws Exception {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = from.relativize(file);
                if (!relative.startsWith("node_modules")) {
                    Path copy = to.resolve(relative);
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        assertThat(run(to, Map.of(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"))
                .as("npm ci in " + to)
                .isZero();
        return to;
    }

    private static int run(Path folder, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        // Line by line through this JVM: its own output is a protocol when Maven runs the tests.
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            said.lines().forEach(System.out::println);
            return process.waitFor();
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}

package thunderpool.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What goes to the builder of images, and that all images come from one compilation. */
class ImagesTest {
    private static final Path ROOT = Rendered.folder().resolveSibling("").normalize();
    private static final Set<String> MODULES = Set.of(
            "stratum-gateway",
            "share-validator",
            "template-service",
            "accounting-service",
            "payout-service",
            "dashboard-api",
            "lab/simulator");

    private static List<String> ignored() throws IOException {
        return Files.readAllLines(ROOT.resolve(".dockerignore")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    /** What is not named does not go: no secret, no history, nothing that a build or a person left there. */
    @Test
    void onlyWhatIsNamedGoesToTheBuilder() throws IOException {
        List<String> lines = ignored();
        assertThat(lines.getFirst()).isEqualTo("*");
        for (String line : lines) {
            if (line.startsWith("!")) {
                // Builders differ in how they read patterns below a folder that is left out: whole names only.
                assertThat(line).doesNotContain("*").doesNotContain("secret");
                assertThat(ROOT.resolve(line.substring(1))).exists();
            }
        }
        assertThat(lines).endsWith("**/target", "**/node_modules", "**/src/test");
    }

    /** Maven reads the pom of every module before it leaves out those it does not need. */
    @Test
    void everyModulesPomGoesToTheBuilder() throws IOException {
        Set<String> sent = ignored().stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .collect(Collectors.toSet());
        Matcher module = Pattern.compile("<module>([^<]+)</module>").matcher(Files.readString(ROOT.resolve("pom.xml")));
        Set<String> missing = new TreeSet<>();
        while (module.find()) {
            String pom = module.group(1) + "/pom.xml";
            if (sent.stream().noneMatch(path -> pom.equals(path) || pom.startsWith(path + "/"))) {
                missing.add(pom);
            }
        }
        assertThat(missing).isEmpty();
    }

    /** Seven images, one compilation: what depends on the module comes after it, so that builders find it in their caches. */
    @Test
    void whatIsCompiledDoesNotDependOnTheImage() {
        String file = Rendered.text("images/Containerfile");
        int compiled = file.indexOf("RUN mvn ");
        assertThat(compiled).isPositive().isLessThan(file.indexOf("ARG MODULE"));
        Matcher list = Pattern.compile("-pl (\\S+)").matcher(file);
        assertThat(list.find()).isTrue();
        assertThat(Stream.of(list.group(1).split(","))).containsExactlyInAnyOrderElementsOf(MODULES);
        assertThat(file).as("a builder without BuildKit knows no mounts").doesNotContain("--mount");
        String rootfs = Rendered.text("images/rootfs.sh");
        assertThat(MODULES).allSatisfy(module -> assertThat(rootfs).contains("  " + module + ") main="));
    }
}

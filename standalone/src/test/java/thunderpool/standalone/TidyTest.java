package thunderpool.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads every source of the suite. The rules are in {@link TidyRules}; the second half here shows that each can fail. */
class TidyTest {

    private static final Path ROOT = root();
    private static final Set<String> TEXT =
            Set.of("java", "xml", "md", "yml", "yaml", "sql", "sh", "js", "ts", "html", "css");

    @Test
    void everySourceKeepsTheHouseRules() {
        List<String> found = new ArrayList<>();
        List<Path> sources =
                files().filter(file -> file.toString().endsWith(".java")).toList();
        sources.forEach(file -> found.addAll(TidyRules.violations(SourceText.of(name(file), read(file)))));
        assertThat(sources).hasSizeGreaterThan(50);
        assertThat(found).as("untidy places").isEmpty();
    }

    @Test
    void everyMainPackageSaysWhatItKnowsAndIsNullMarked() {
        List<String> found = new ArrayList<>();
        files().filter(file -> file.toString().contains("src/main/java/")
                        && file.toString().endsWith(".java"))
                .map(Path::getParent)
                .distinct()
                .forEach(folder -> {
                    Path page = folder.resolve("package-info.java");
                    if (!Files.exists(page)) {
                        found.add(name(folder) + " has no package-info.java");
                    } else if (!read(page).contains("@NullMarked")
                            || !read(page).contains("/**")) {
                        found.add(name(page) + " lacks @NullMarked or its text");
                    }
                });
        assertThat(found).as("packages").isEmpty();
    }

    @Test
    void noFileNamesTheMachineItWasWrittenOn() {
        List<String> found = new ArrayList<>();
        files().filter(file -> TEXT.contains(extension(file))
                        || name(file).equals("pool")
                        || name(file).equals(".ci/run"))
                .forEach(file -> found.addAll(TidyRules.machinePaths(name(file), read(file))));
        assertThat(found).as("machine paths and registry hosts").isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            src/main/java/thunderpool/work/A.java       | long now = System.nanoTime();              | clock or chance
            src/main/java/thunderpool/gateway/job/A.java| var now = Instant.now();                   | clock or chance
            src/main/java/thunderpool/payout/A.java     | var r = new SecureRandom();                | clock or chance
            src/main/java/thunderpool/payout/A.java     | double fee = 1;                            | inexact
            src/main/java/thunderpool/accounting/ledger/A.java | Double fee;                         | inexact
            src/main/java/thunderpool/gateway/A.java    | class ShareUtil {}                         | says nothing
            src/main/java/thunderpool/gateway/A.java    | record PayoutInfo() {}                     | says nothing
            src/main/java/thunderpool/gateway/A.java    | @SuppressWarnings("unchecked") int a;      | without saying why
            src/test/java/thunderpool/gateway/ATest.java| void testRejects() {}                      | not named as behaviour
            src/test/java/thunderpool/gateway/ATest.java| Thread.sleep(10);                          | sleeps
            src/test/java/thunderpool/gateway/Cases.java| @Test void rejects() {}                    | the build runs only
            """)
    void catchesABannedLine(String path, String line, String complaint) {
        List<String> found = TidyRules.violations(SourceText.of(path, "package a;\n" + line + "\n"));
        assertThat(found).anySatisfy(violation -> assertThat(violation).contains(complaint));
        if (!complaint.startsWith("the build")) {
            assertThat(found).anySatisfy(violation -> assertThat(violation).startsWith(path + ":2 "));
        }
    }

    @Test
    void catchesWhatIsLeftForLaterAlsoInComments() {
        String word = "TO" + "DO";
        assertThat(TidyRules.violations(SourceText.of("src/main/java/a/A.java", "// " + word + " later\n")))
                .singleElement()
                .asString()
                .contains("left for later");
    }

    @Test
    void catchesPathsOfAMachine() {
        assertThat(TidyRules.machinePaths("README.md", "see /ro" + "ot/pool")).hasSize(1);
    }

    @Test
    void catchesBudgets() {
        String longLine = "int " + "a".repeat(140) + ";\n";
        String longFunction =
                "class A {\n  @Bean(\"x\") public int f(int[] a) throws E {\n" + "    g();\n".repeat(69) + "  }\n}\n";
        String longFile = "int a;\n".repeat(401);
        assertThat(TidyRules.violations(SourceText.of("A.java", longLine))).hasSize(1);
        assertThat(TidyRules.violations(SourceText.of("A.java", longFunction)))
                .containsExactly("A.java:2 f has 71 lines, more than 70");
        assertThat(TidyRules.violations(SourceText.of("A.java", longFile))).hasSize(1);
    }

    @Test
    void measuresFunctionsButNotTypesBlocksOrConstants() {
        SourceText source = SourceText.of("A.java", """
                record A(int a) implements B {
                    A {
                        if (a > "{".length()) { g(); }
                    }
                    enum Kind { ONE(1) { int h() { return 1; } }; Kind(int i) {} }
                    void f(Map<String, List<A>> map) {
                        for (int i = 0; i < 3; i++) {
                            run(() -> { });
                        }
                        B b = new B(1) { };
                    }
                }
                """);
        assertThat(source.functions())
                .extracting(f -> f.name() + " " + f.line() + " " + f.lines())
                .containsExactly("A 2 3", "h 5 1", "Kind 5 1", "f 6 6");
    }

    @Test
    void readsCodeAndNotWordsInCommentsOrLiterals() {
        String source = "// double\n/* Instant.now */ String a = \"double \\\" float\"; char c = '\"';\n";
        assertThat(TidyRules.violations(SourceText.of("src/main/java/thunderpool/work/A.java", source)))
                .isEmpty();
    }

    private static Stream<Path> files() {
        try (Stream<Path> walk = Files.walk(ROOT)) {
            return walk.filter(Files::isRegularFile).filter(file -> !isProduced(file)).toList().stream();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static boolean isProduced(Path file) {
        for (Path part : ROOT.relativize(file)) {
            if (Set.of("target", "node_modules", ".git", "data", ".idea").contains(part.toString())) {
                return true;
            }
        }
        return false;
    }

    private static String name(Path file) {
        return ROOT.relativize(file).toString();
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("pool"))) {
            folder = Objects.requireNonNull(folder.getParent(), "no folder above this one holds the launcher");
        }
        return folder;
    }
}

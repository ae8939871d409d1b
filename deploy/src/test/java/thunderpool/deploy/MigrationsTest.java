package thunderpool.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Migrations run forward only, and the version before must work beside them: while services roll, both look at one schema. What was
 * released stays as it was ({@code migrations.sha256}; a release adds its new files there); what is new only adds.
 */
class MigrationsTest {
    private static final Path ROOT = Rendered.folder().resolve("..").normalize();
    /**
     * The one migration that the version before cannot bear, from before the first release: it renames columns of the dashboard's read
     * models. The dashboard is stopped for it; nobody mines, earns or is paid by it.
     */
    private static final Set<String> STOPS_THE_VERSION_BEFORE =
            Set.of("dashboard-api/src/main/resources/db/dashboard/V2__figures.sql");

    private static final Pattern VERSION = Pattern.compile("V(\\d+)__\\w+\\.sql");

    /** What breaks the code of the version before, in a statement's words. */
    private static final Pattern BREAKS_THE_VERSION_BEFORE = Pattern.compile(
            "drop\\s+(table|column|view|function|type)|rename\\s+(to|column)|alter\\s+column\\s+\\w+\\s+(set\\s+data\\s+)?type"
                    + "|alter\\s+column\\s+\\w+\\s+set\\s+not\\s+null|;\\s*truncate\\s"
                    + "|add\\s+column\\s+(if\\s+not\\s+exists\\s+)?\\w+\\s+(?![^,;]*default)[^,;]*not\\s+null");

    @Test
    void whatWasReleasedStaysAsItWas() throws IOException {
        Map<String, String> released = released();
        assertThat(released).hasSizeGreaterThan(5);
        for (Map.Entry<String, String> file : released.entrySet()) {
            assertThat(sha256(Files.readAllBytes(ROOT.resolve(file.getKey()))))
                    .as(file.getKey() + " ran in somebody's database: write a new one instead")
                    .isEqualTo(file.getValue());
        }
    }

    @Test
    void whatIsNewComesAfterAndOnlyAdds() throws IOException {
        Map<String, String> released = released();
        Map<String, Integer> newest = new TreeMap<>();
        released.keySet().forEach(file -> newest.merge(folder(file), version(file), Math::max));
        for (String file : present()) {
            if (released.containsKey(file)) {
                continue;
            }
            assertThat(version(file)).as(file).isGreaterThan(newest.getOrDefault(folder(file), 0));
            // A folder that no release has holds tables that no earlier code knows.
            if (newest.containsKey(folder(file)) && !STOPS_THE_VERSION_BEFORE.contains(file)) {
                assertThat(breaks(Files.readString(ROOT.resolve(file))))
                        .as(file)
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table a drop column b;",
                "ALTER TABLE a RENAME COLUMN b TO c;",
                "alter table a alter column b type text;",
                "alter table a alter column b set not null;",
                "alter table a add column b bigint not null;",
                "drop table a;"
            })
    void catchesWhatTheVersionBeforeCannotBear(String statement) {
        assertThat(breaks(statement)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table a add column b bigint;",
                "alter table a add column b bigint not null default 0;",
                "create table a (b bigint not null); -- drop table is only said here",
                "create index a on b (c);"
            })
    void bearsWhatOnlyAdds(String statement) {
        assertThat(breaks(statement)).isEmpty();
    }

    private static List<String> breaks(String sql) {
        String plain = sql.replaceAll("--.*", "").replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
        List<String> found = new ArrayList<>();
        Matcher matcher = BREAKS_THE_VERSION_BEFORE.matcher(plain);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    private static List<String> present() throws IOException {
        try (Stream<Path> walk = Files.walk(ROOT, 9)) {
            return walk.map(file -> ROOT.relativize(file).toString())
                    .filter(file -> file.contains("src/main/resources/db/") && file.endsWith(".sql"))
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, String> released() throws IOException {
        try (InputStream list = MigrationsTest.class.getResourceAsStream("/migrations.sha256")) {
            assertThat(list).isNotNull();
            Map<String, String> released = new TreeMap<>();
            new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" +"))
                    .forEach(words -> released.put(words[1], words[0]));
            return released;
        }
    }

    private static String folder(String file) {
        return file.substring(0, file.lastIndexOf('/'));
    }

    private static int version(String file) {
        Matcher name = VERSION.matcher(file.substring(file.lastIndexOf('/') + 1));
        assertThat(name.matches()).as(file + " is named V<number>__<what>.sql").isTrue();
        return Integer.parseInt(name.group(1));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

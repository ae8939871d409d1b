package thunderpool.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import thunderpool.payout.port.PayoutEvent;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;

/**
 * Holds docs/ to the code. The tables of configuration.md and topics.md are made from the records; after a change of
 * those, {@code mvn -pl standalone test -Dtest=DocumentationTest -Dthunderpool.docs=write} writes them anew. What
 * stands outside of the marked parts is written by people.
 */
class DocumentationTest {

    private static final Path DOCS = SourceDocs.root().resolve("docs");
    private static final String BEGIN = "<!-- generated: DocumentationTest writes from here -->\n";
    private static final String END = "<!-- generated: to here -->\n";
    private static final Pattern METER = Pattern.compile(
            "\"(thunderpool[._][a-z_.]+)\"|(?:PREFIX \\+ |histogram\\(|metrics\\.gauge\\()\\s*\"([a-z_]+)\"");

    /** In either way of saying it; the words of an event are those of its last call. */
    private static final Pattern ERROR =
            Pattern.compile("(?:LOG\\.error\\(|(?:LOG\\.atError\\(\\)|notReady\\()[^;]*?\\.log\\()\\s*\"([^\"]+)\"");

    private static final Pattern KEY_IN_USE = Pattern.compile("\\.addKeyValue\\(\\s*([^,]+),");
    private static final Pattern EVENT_IN_USE = Pattern.compile("\\bLogEvent\\.([A-Z_]+)\\b");

    @Test
    void theConfigurationPageNamesEverySettingAsTheCodeHasIt() throws IOException {
        ConfigurationPage page = new ConfigurationPage();
        holds("configuration.md", page.text());
        assertThat(page.unexplained())
                .as("settings without a @param line in their record")
                .isEmpty();
    }

    @Test
    void theTopicsPageNamesEveryTopicAndFieldAsTheCodeHasIt() throws IOException {
        holds("topics.md", new TopicsPage().text());
    }

    @Test
    void theMetricsPageNamesEveryMeterThatTheSourcesMake() {
        String page = SourceDocs.read(DOCS.resolve("metrics.md"));
        Set<String> missing = new TreeSet<>();
        Set<String> known = new TreeSet<>();
        for (Path source : SourceDocs.mainSources()) {
            Matcher meter = METER.matcher(SourceDocs.read(source));
            while (meter.find()) {
                String name = meter.group(1) == null
                        ? "thunderpool_gateway_" + meter.group(2)
                        : meter.group(1).replace('.', '_');
                // Keys of the log begin alike; the logs page has those.
                boolean prefixOnly =
                        name.endsWith("_") || name.equals("thunderpool_logs") || source.endsWith("LogKey.java");
                if (!prefixOnly && known.add(name) && !page.contains("`" + name)) {
                    missing.add(name);
                }
            }
        }
        assertThat(known).hasSizeGreaterThan(40);
        assertThat(missing).as("meters that docs/metrics.md does not name").isEmpty();
        Matcher named = Pattern.compile("^\\| `(thunderpool_[a-z_]+)`", Pattern.MULTILINE)
                .matcher(page);
        Set<String> gone = new TreeSet<>();
        while (named.find()) {
            if (known.stream().noneMatch(named.group(1)::startsWith)) {
                gone.add(named.group(1));
            }
        }
        assertThat(gone).as("meters of docs/metrics.md that no source makes").isEmpty();
    }

    @Test
    void theRunbookNamesEveryErrorThatIsLogged() {
        String page = SourceDocs.read(DOCS.resolve("runbook.md")).replaceAll("\\s+", " ");
        Set<String> missing = new TreeSet<>();
        int errors = 0;
        for (Path source : SourceDocs.mainSources()) {
            Matcher error = ERROR.matcher(SourceDocs.read(source));
            while (error.find()) {
                errors++;
                String line = error.group(1).strip();
                if (Stream.of(line.split("\\{}")).map(String::strip).anyMatch(part -> !page.contains(part))) {
                    missing.add(SourceDocs.root().relativize(source).getFileName() + ": " + line);
                }
            }
        }
        assertThat(errors).isGreaterThan(15);
        assertThat(missing)
                .as("error lines that docs/runbook.md does not explain")
                .isEmpty();
    }

    @Test
    void theLogsPageNamesEveryEventAndKeyAndNothingElse() {
        String page = SourceDocs.read(DOCS.resolve("operations/logs.md"));
        Set<String> events = named(page, "[a-z]+(?:-[a-z]+)+");
        assertThat(events).as("events in the tables of logs.md").containsAll(payoutsOrdinaryEvents());
        events.removeIf(event -> event.startsWith("payout-"));
        assertThat(events)
                .as("events in the tables of logs.md")
                .isEqualTo(Stream.of(LogEvent.values()).map(LogEvent::label).collect(Collectors.toSet()));
        Set<String> keys = new TreeSet<>();
        for (Field key : LogKey.class.getFields()) {
            keys.add(SourceDocs.constant(key));
        }
        assertThat(named(page, "(?:thunderpool|event|user)\\.[a-z0-9_]+"))
                .as("keys in the tables of logs.md")
                .isEqualTo(keys);
    }

    /** Its alarms are in the runbook. */
    private static List<String> payoutsOrdinaryEvents() {
        return Stream.of(PayoutEvent.values())
                .filter(event -> !event.isAlarm())
                .map(event -> "payout-" + event.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }

    /** The names in the first cells of a page's tables. */
    private static Set<String> named(String page, String name) {
        Set<String> names = new TreeSet<>();
        Matcher row = Pattern.compile("^\\| ((?:`[^`]+`(?:, )?)+) \\|", Pattern.MULTILINE)
                .matcher(page);
        while (row.find()) {
            Matcher one = Pattern.compile("`(" + name + ")`").matcher(row.group(1));
            while (one.find()) {
                names.add(one.group(1));
            }
        }
        return names;
    }

    @Test
    void everyKeyOfALogLineIsOfTheCommonVocabularyAndEveryEventHappensSomewhere() {
        Set<String> strangers = new TreeSet<>();
        Set<String> happening = new TreeSet<>();
        for (Path source : SourceDocs.mainSources()) {
            String text = SourceDocs.read(source);
            Matcher key = KEY_IN_USE.matcher(text);
            while (key.find()) {
                if (!key.group(1).startsWith("LogKey.")) {
                    strangers.add(source.getFileName() + ": " + key.group(1));
                }
            }
            Matcher event = EVENT_IN_USE.matcher(text);
            while (event.find()) {
                happening.add(event.group(1));
            }
        }
        assertThat(strangers).as("keys that are not of LogKey").isEmpty();
        assertThat(happening)
                .isEqualTo(Stream.of(LogEvent.values()).map(Enum::name).collect(Collectors.toCollection(TreeSet::new)));
    }

    private static void holds(String name, String made) throws IOException {
        Path file = DOCS.resolve(name);
        String page = SourceDocs.read(file);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        assertThat(begin).as("the marks in docs/" + name).isBetween(BEGIN.length(), end);
        String wanted = page.substring(0, begin) + "\n" + made + "\n" + page.substring(end);
        if ("write".equals(System.getProperty("thunderpool.docs"))) {
            Files.writeString(file, wanted);
            return;
        }
        List<String> is = page.lines().toList();
        List<String> shouldBe = wanted.lines().toList();
        assertThat(difference(is, shouldBe))
                .as("docs/" + name + " differs from the code (- in the page, + in the code); to write it anew:"
                        + " mvn -pl standalone test -Dtest=DocumentationTest -Dthunderpool.docs=write")
                .isEmpty();
        assertThat(page).as("docs/" + name).isEqualTo(wanted);
    }

    private static List<String> difference(List<String> is, List<String> shouldBe) {
        Stream<String> gone =
                is.stream().filter(line -> !shouldBe.contains(line)).map(line -> "- " + line);
        Stream<String> missing =
                shouldBe.stream().filter(line -> !is.contains(line)).map(line -> "+ " + line);
        return Stream.concat(gone, missing).toList();
    }
}

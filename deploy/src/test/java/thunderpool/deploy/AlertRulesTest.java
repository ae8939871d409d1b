package thunderpool.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The alert rules, their tests and the page that people are sent to say the same. That a running pool fires them, and fires none
 * while it is well, is for {@code AlertsE2E} and {@code MonitoringE2E}.
 */
class AlertRulesTest {
    private static final String RULES = "monitoring/prometheus/alerts.yml";
    private static final String TESTS = "monitoring/prometheus/alerts.test.yml";
    private static final String RECEIVERS = "monitoring/alertmanager/alertmanager.yml";
    private static final String LINK = "{{ $externalLabels.runbooks }}docs/operations/alerts.md#";
    private static final Pattern ALERT = Pattern.compile("alertname=\"(\\w+)\"");
    private static final Pattern HEADING = Pattern.compile("(?m)^### (\\w+)\n\n\\*(page|ticket)\\.\\*");
    private static final Pattern NO_METRIC = Pattern.compile("\\{[^}]*}|\\b(by|on|ignoring) \\([^)]*\\)|\\w+\\s?\\(");
    private static final Pattern METRIC = Pattern.compile("\\b([a-z][a-z0-9]*(_[a-z0-9]+)+|up)\\b");

    private static Map<String, JsonNode> rules() {
        Map<String, JsonNode> rules = new TreeMap<>();
        Rendered.file(RULES).path("groups").forEach(group -> group.path("rules")
                .forEach(rule -> rules.put(rule.path("alert").asText(), rule)));
        assertThat(rules).hasSizeGreaterThan(60);
        return rules;
    }

    private static Stream<JsonNode> checks(JsonNode test) {
        return Rendered.each(test.path("promql_expr_test"));
    }

    private static Path at(String file) {
        return Rendered.folder().resolve(file);
    }

    private static void promtool(String... arguments) {
        Programs.need("promtool", "prometheus");
        Programs.output(
                Stream.concat(Stream.of("promtool"), Stream.of(arguments)).toList(), Map.of());
    }

    @Test
    void rulesAreAsTheirTestsSay() {
        promtool("check", "rules", at(RULES).toString());
        promtool("test", "rules", at(TESTS).toString());
    }

    @Test
    void prometheusTakesItsConfigurations() {
        promtool("check", "config", at("monitoring/prometheus/prometheus.yml").toString());
        // Its rules lie where its container has them.
        promtool(
                "check", "config", "--syntax-only", at("compose/prometheus.yml").toString());
    }

    @Test
    void everyRuleIsSeenFiring() {
        Set<String> seen = new TreeSet<>();
        Rendered.file(TESTS).path("tests").forEach(test -> checks(test)
                .flatMap(check -> Rendered.each(check.path("exp_samples")))
                .forEach(sample -> {
                    Matcher alert = ALERT.matcher(sample.path("labels").asText());
                    assertThat(alert.find()).isTrue();
                    seen.add(alert.group(1));
                }));
        assertThat(seen).isEqualTo(rules().keySet());
    }

    /** A rule says nothing wrong of what it does not see: where all is well, every metric that it asks for must be there. */
    @Test
    void everyRuleIsSeenSilentOverWhatIsWell() {
        Set<String> well = new TreeSet<>();
        Rendered.file(TESTS).path("tests").forEach(test -> {
            if (test.path("name").asText().startsWith("nothing ")) {
                assertThat(checks(test)).isNotEmpty().allSatisfy(check -> assertThat(check.path("exp_samples"))
                        .isEmpty());
                test.path("input_series")
                        .forEach(series ->
                                well.add(series.path("series").asText().replaceFirst("\\{.*", "")));
            }
        });
        rules().forEach((name, rule) -> {
            String expression = NO_METRIC.matcher(rule.path("expr").asText()).replaceAll(" ");
            Set<String> asked =
                    METRIC.matcher(expression).results().map(m -> m.group(1)).collect(Collectors.toSet());
            assertThat(asked).as(name).isNotEmpty();
            assertThat(well).as("data of a healthy pool for " + name).containsAll(asked);
        });
    }

    @Test
    void everyRuleHasItsEntryAndLeadsThere() throws IOException {
        Map<String, String> entries = new TreeMap<>();
        Matcher heading = HEADING.matcher(Files.readString(at("../docs/operations/alerts.md")));
        while (heading.find()) {
            entries.put(heading.group(1), heading.group(2));
        }
        Map<String, String> severities = new TreeMap<>();
        rules().forEach((name, rule) -> {
            severities.put(name, rule.at("/labels/severity").asText());
            assertThat(rule.at("/annotations/runbook_url").asText()).isEqualTo(LINK + name.toLowerCase(Locale.ROOT));
            assertThat(rule.at("/annotations/summary").asText()).as(name).isNotBlank();
            assertThat(rule.at("/annotations/description").asText()).as(name).isNotBlank();
        });
        assertThat(entries).isEqualTo(severities);
    }

    /** Debian 12's amtool knows no receiver whose address is a file; the routes are the same without. */
    @Test
    void whatWakesSomebodyGoesAnotherWayThanWhatWaits(@TempDir Path folder) throws IOException {
        Programs.need("amtool", "prometheus-alertmanager");
        Path file = folder.resolve("alertmanager.yml");
        Files.writeString(file, Rendered.text(RECEIVERS).replaceAll("url_file: [^}]*", "url: 'http://127.0.0.1/'"));
        Programs.output(List.of("amtool", "check-config", file.toString()), Map.of());
        for (String severity : List.of("page", "ticket")) {
            List<String> asked = List.of(
                    "amtool",
                    "config",
                    "routes",
                    "test",
                    "--config.file=" + file,
                    "alertname=A",
                    "severity=" + severity);
            assertThat(Programs.output(asked, Map.of()).strip()).isEqualTo(severity);
        }
    }
}

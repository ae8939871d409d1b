package thunderpool.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What docs/metrics.md says of each metric. */
record MetricsPage(Map<String, Row> rows) {

    /** @param rare it appears with its first event, which a healthy pool may not have */
    record Row(String type, Set<String> labels, boolean rare) {}

    private static final Pattern ROW = Pattern.compile("^\\| `(thunderpool_[a-z_]+)` \\| (\\w+) \\|([^|]*)\\|(.*)$");
    private static final Pattern WITH_THE_FIRST = Pattern.compile("appears with the first one|when there is one");

    /** Words of the suite or names of its configuration; a label that could name a person or a payment is not among them. */
    private static final Set<String> LABELS = Set.of(
            "alarm", "cause", "chain", "cut", "event", "first", "from", "lease", "method", "node", "of", "outcome",
            "port", "purse", "reader", "reason", "result", "road", "source", "state", "topic");

    static MetricsPage read() throws IOException {
        Map<String, Row> rows = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("../../docs/metrics.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                Set<String> labels = Stream.of(row.group(3).split(","))
                        .map(String::strip)
                        .filter(label -> !label.isEmpty())
                        .collect(Collectors.toCollection(TreeSet::new));
                boolean rare = WITH_THE_FIRST.matcher(row.group(4)).find();
                rows.put(row.group(1), new Row(row.group(2), labels, rare));
            }
        }
        return new MetricsPage(rows);
    }

    /** Fails where page and pool differ; those of rare events may be missing in the pool. Returns how many there are. */
    int compare(PrometheusServer prometheus) {
        Map<String, Set<String>> exposed = new TreeMap<>();
        prometheus.labels("thunderpool_").forEach((series, labels) -> exposed.computeIfAbsent(
                        family(series), any -> new TreeSet<>())
                .addAll(labels));
        assertThat(exposed.keySet()).as("exposed but not documented").isSubsetOf(rows.keySet());
        Map<String, Row> seen = new TreeMap<>();
        exposed.forEach((name, labels) ->
                seen.put(name, new Row(prometheus.type(name), labels, row(name).rare())));
        Map<String, Row> expected = new TreeMap<>(rows);
        expected.keySet().removeIf(name -> row(name).rare() && !seen.containsKey(name));
        assertThat(seen).as("type and labels").isEqualTo(expected);
        assertThat(seen.values())
                .allSatisfy(row -> assertThat(row.labels()).as("labels").isSubsetOf(LABELS));
        assertThat(rows).as("metrics of the suite").hasSizeGreaterThanOrEqualTo(60);
        return rows.size();
    }

    private Row row(String name) {
        Row row = rows.get(name);
        if (row == null) {
            throw new AssertionError(name + " is not documented");
        }
        return row;
    }

    /** A histogram's or summary's series go by one name. */
    private String family(String series) {
        for (String suffix : List.of("_bucket", "_count", "_sum", "_max")) {
            String name = series.endsWith(suffix) ? series.substring(0, series.length() - suffix.length()) : series;
            if (rows.containsKey(name)) {
                return name;
            }
        }
        return series;
    }
}

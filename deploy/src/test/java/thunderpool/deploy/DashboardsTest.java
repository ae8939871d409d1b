package thunderpool.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What Grafana makes of a panel that says too little. That each query answers is for {@code MonitoringE2E}. */
class DashboardsTest {
    private static final Pattern WATCHED = Pattern.compile("^\\| `(thunderpool_\\w+)` \\|.*\\|\\s*[^|\\s][^|]*\\|$");

    private static List<JsonNode> panels() throws IOException {
        List<JsonNode> panels = new ArrayList<>();
        try (Stream<Path> boards = Files.list(Path.of("monitoring/grafana/dashboards"))) {
            for (Path board : boards.sorted().toList()) {
                new ObjectMapper()
                        .readTree(Files.readString(board))
                        .path("panels")
                        .forEach(panels::add);
            }
        }
        assertThat(panels).hasSizeGreaterThan(80);
        return panels;
    }

    /** Grafana's own thresholds paint everything above 80 red, a wallet of 81 coins too. */
    @Test
    void everyFigureSaysItselfWhenItIsRed() throws IOException {
        assertThat(panels())
                .filteredOn(panel -> panel.path("type").asString().equals("stat"))
                .isNotEmpty()
                .allSatisfy(panel -> assertThat(panel.at("/fieldConfig/defaults/thresholds/steps"))
                        .as(panel.path("title").asString())
                        .isNotEmpty());
    }

    /** {@code or vector(0)} beside series with labels adds one without a name; with {@code on()} it stands in for none. */
    @Test
    void noSeriesIsWithoutAName() throws IOException {
        for (JsonNode panel : panels()) {
            for (JsonNode target : panel.path("targets")) {
                String query = target.path("expr").asString();
                boolean named = target.path("legendFormat").asString("").contains("{{");
                assertThat(named && query.endsWith(" or vector(0)")).as(query).isFalse();
            }
        }
    }

    /** What docs/metrics.md tells operators to watch is drawn or watched for them. */
    @Test
    void whatIsToBeWatchedIsInAPanelOrARule() throws IOException {
        StringBuilder shown = new StringBuilder(Files.readString(Path.of("monitoring/prometheus/alerts.yml")));
        for (JsonNode panel : panels()) {
            panel.path("targets")
                    .forEach(target -> shown.append(target.path("expr").asString()));
        }
        List<String> unseen = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("../docs/metrics.md"))) {
            Matcher row = WATCHED.matcher(line);
            if (row.matches() && shown.indexOf(row.group(1)) < 0) {
                unseen.add(row.group(1));
            }
        }
        assertThat(unseen).isEmpty();
    }
}

package thunderpool.lab.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The rules of deploy/monitoring as they are, but twenty times as impatient: windows, waits, what they look back, and
 * thresholds of hours are divided. What is compared with what stays.
 */
final class QuickRules {

    private static final int FASTER = 20;
    private static final int SHORTEST_WINDOW = 10;
    private static final Pattern SPAN = Pattern.compile("(\\[|for: |offset )(\\d+)([mhd])");
    private static final Map<String, String> LIKEWISE =
            Map.of("> 14400", "> 720", "> 7200", "> 360", "> 3600", "> 180");
    /** The demo's epochs are a tenth as long as in life, not a twentieth. */
    private static final Map<String, String> EPOCHS =
            Map.of("epochs_closed_total[30m]", "epochs_closed_total[60m]", "offset 25m", "offset 55m");

    /** Much further than a twentieth: nobody waits for 12 minutes, or makes a thousand records wait, in a test. */
    private static final Map<String, String> LOWEST = Map.of("> 14400", "> 10", "> 7200", "> 60", "> 20000", "> 20");

    private QuickRules() {}

    /** For a pool that is well: times are shorter, everything else is as in life. */
    static String read() {
        return read(LIKEWISE);
    }

    /** For faults made by hand: windows and waits as above, thresholds of hours and of ten thousands of records as low as they go. */
    static String forFaults() {
        return read(LOWEST);
    }

    private static String read(Map<String, String> thresholds) {
        try {
            String rules = Files.readString(PrometheusServer.MONITORING.resolve("prometheus/alerts.yml"));
            return SPAN.matcher(replaced(replaced(rules, thresholds), EPOCHS))
                    .replaceAll(span -> span.group(1) + seconds(span) + "s");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String replaced(String text, Map<String, String> words) {
        String result = text;
        for (Map.Entry<String, String> word : words.entrySet()) {
            result = result.replace(word.getKey(), word.getValue());
        }
        return result;
    }

    private static int seconds(MatchResult span) {
        int unit =
                switch (span.group(3)) {
                    case "m" -> 60;
                    case "h" -> 3_600;
                    default -> 86_400;
                };
        int shorter = Integer.parseInt(span.group(2)) * unit / FASTER;
        return span.group(1).equals("[") ? Math.max(SHORTEST_WINDOW, shorter) : shorter;
    }
}

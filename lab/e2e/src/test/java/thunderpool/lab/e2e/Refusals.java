package thunderpool.lab.e2e;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import thunderpool.lab.simulator.FoundShare;
import thunderpool.lab.simulator.MinerEvents;
import thunderpool.stratum.StratumError;

/** Why shares were refused, by the words miners were told, each with its number. Thread-safe. */
final class Refusals implements MinerEvents {

    private final Map<String, Integer> byText = new ConcurrentHashMap<>();

    @Override
    public void refused(FoundShare share, StratumError error, String text) {
        byText.merge(text, 1, Integer::sum);
    }

    Map<String, Integer> now() {
        return Map.copyOf(byText);
    }

    int of(String text) {
        return byText.getOrDefault(text, 0);
    }

    /** What came since then; only what came at all. */
    Map<String, Integer> since(Map<String, Integer> then) {
        Map<String, Integer> more = new HashMap<>();
        byText.forEach((text, count) -> {
            int fresh = count - then.getOrDefault(text, 0);
            if (fresh > 0) {
                more.put(text, fresh);
            }
        });
        return more;
    }
}

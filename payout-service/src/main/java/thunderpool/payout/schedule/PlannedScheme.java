package thunderpool.payout.schedule;

import thunderpool.topics.SchemeChanged;

/**
 * What a scheme will be.
 *
 * @param scheme the values; its version is counted when they come
 * @param fromMs when they come, milliseconds since the Unix epoch
 */
public record PlannedScheme(Scheme scheme, long fromMs) {

    SchemeChanged.Plan told() {
        return new SchemeChanged.Plan(
                fromMs, scheme.blockInterval(), scheme.timeIntervalMinutes(), scheme.description());
    }
}

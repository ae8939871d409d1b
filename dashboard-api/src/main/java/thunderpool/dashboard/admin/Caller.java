package thunderpool.dashboard.admin;

import org.jspecify.annotations.Nullable;
import thunderpool.dashboard.admin.audit.Act;
import thunderpool.dashboard.admin.audit.Outcome;

/**
 * Who asks, and from where.
 *
 * @param person null for a stranger
 * @param address network address in text
 */
public record Caller(@Nullable Person person, String address) {

    /** A stranger's name in the audit log. */
    private static final String NOBODY = "-";

    public Act act(String action, String detail, Outcome outcome) {
        return new Act(
                person == null ? NOBODY : person.name(),
                person == null ? NOBODY : person.role().name(),
                address,
                action,
                detail,
                outcome);
    }
}

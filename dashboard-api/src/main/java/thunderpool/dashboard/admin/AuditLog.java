package thunderpool.dashboard.admin;

import java.time.InstantSource;
import thunderpool.dashboard.admin.audit.Outcome;
import thunderpool.dashboard.admin.audit.PgAudit;

/** The audit log for those who only write it. */
public record AuditLog(PgAudit rows, InstantSource clock) {

    public void add(Caller caller, String action, String detail, Outcome outcome) {
        rows.add(caller.act(action, detail, outcome), clock.millis());
    }
}

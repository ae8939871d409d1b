package thunderpool.dashboard.admin;

import java.time.InstantSource;
import thunderpool.dashboard.admin.audit.Outcome;
import thunderpool.dashboard.admin.audit.PgAudit;
import thunderpool.runtime.sql.Transactions;

/** The tables about admins, and the one clock for all of them. */
public record People(
        AdminUserRepository users,
        PgSessions sessions,
        PgLockouts lockouts,
        PgAudit audit,
        Transactions transactions,
        InstantSource clock) {

    void note(Caller caller, String action, String detail, Outcome outcome) {
        audit.add(caller.act(action, detail, outcome), clock.millis());
    }

    /** Forgets what ended by itself. */
    public void sweep() {
        long nowMs = clock.millis();
        sessions.sweep(nowMs);
        lockouts.forgetBefore(nowMs - Lockout.FORGOTTEN_AFTER.toMillis());
    }
}

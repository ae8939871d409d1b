package thunderpool.dashboard.admin.audit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.dashboard.admin.audit.PgAudit.Followed;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;

/** Follows the audit log's chain from the beginning now and then, and remembers what it found and how far it came. */
public final class AuditWatch {

    private static final Logger LOG = LoggerFactory.getLogger(AuditWatch.class);

    private final PgAudit audit;
    private Followed.Whole known = PgAudit.EMPTY;
    private volatile String state = "unknown";

    public AuditWatch(PgAudit audit) {
        this.audit = audit;
    }

    /** The newest row of the last look must still be there: a chain whose end was cut off fits together too. */
    public synchronized void check() {
        switch (audit.follow(known)) {
            case Followed.Whole whole -> {
                known = whole;
                state = "intact";
            }
            case Followed.Broken(long id) -> {
                LOG.atError()
                        .addKeyValue(LogKey.EVENT, LogEvent.AUDIT_LOG_CHANGED)
                        .addKeyValue(LogKey.AUDIT, id)
                        .log("the audit log was changed: this row does not follow from the one before it");
                state = "broken:" + id;
            }
        }
    }

    /** {@code intact}, or {@code broken:} and the first row that does not follow, as of the last look; else {@code unknown}. */
    public String state() {
        return state;
    }
}

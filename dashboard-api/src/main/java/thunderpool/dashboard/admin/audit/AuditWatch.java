package thunderpool.dashboard.admin.audit;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the audit log's chain from the beginning now and then, and remembers what it found. */
public final class AuditWatch {

    private static final Logger LOG = LoggerFactory.getLogger(AuditWatch.class);

    private final PgAudit audit;
    private final AtomicReference<OptionalLong> broken = new AtomicReference<>(OptionalLong.empty());

    public AuditWatch(PgAudit audit) {
        this.audit = audit;
    }

    public void check() {
        OptionalLong found = audit.firstBroken();
        if (found.isPresent()) {
            LOG.error("the audit log was changed: row {} does not follow from the one before it", found.getAsLong());
        }
        broken.set(found);
    }

    /** {@code intact}, or {@code broken:} and the first row that does not follow; as of the last look. */
    public String state() {
        OptionalLong found = broken.get();
        return found.isPresent() ? "broken:" + found.getAsLong() : "intact";
    }
}

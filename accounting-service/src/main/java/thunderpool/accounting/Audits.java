package thunderpool.accounting;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.accounting.ledger.Ledger;
import thunderpool.accounting.ledger.LedgerAudit;

/**
 * Which audit is due: what is new each time, all of the ledger at the start and once a day. The whole one of a large ledger
 * may fail, as when it takes longer than the database is waited for; what is new is audited all the same.
 */
final class Audits {

    private static final Logger LOG = LoggerFactory.getLogger(Audits.class);
    private static final Duration WHOLE_EVERY = Duration.ofDays(1);
    private static final Duration WHOLE_AGAIN = Duration.ofHours(1);

    /** Audits one scope; throws when it could not, which says nothing of the ledger. */
    @FunctionalInterface
    interface Auditor {
        LedgerAudit audit(long nowMs, Ledger.Scope scope);
    }

    /** Hears of each audit that came to an end. */
    @FunctionalInterface
    interface Reader {
        void audited(LedgerAudit audit, long nowMs);
    }

    private final Auditor auditor;
    private final Reader reader;
    private long nextWholeMs = Long.MIN_VALUE;

    Audits(Auditor auditor, Reader reader) {
        this.auditor = auditor;
        this.reader = reader;
    }

    /** For one thread. Throws when not even what is new could be audited. */
    void run(long nowMs) {
        reader.audited(auditor.audit(nowMs, Ledger.Scope.NEW), nowMs);
        if (nowMs < nextWholeMs) {
            return;
        }
        nextWholeMs = nowMs + WHOLE_AGAIN.toMillis();
        try {
            reader.audited(auditor.audit(nowMs, Ledger.Scope.WHOLE), nowMs);
            nextWholeMs = nowMs + WHOLE_EVERY.toMillis();
        } catch (RuntimeException failed) {
            // Nothing is known to be wrong with the ledger, and what is new was audited.
            LOG.warn("the audit of the whole ledger failed and is tried again in an hour", failed);
        }
    }
}

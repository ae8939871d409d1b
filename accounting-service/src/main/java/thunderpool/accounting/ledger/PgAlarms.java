package thunderpool.accounting.ledger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;
import thunderpool.runtime.sql.PgColumns;
import thunderpool.runtime.sql.PgSql;

/** Alarms in PostgreSQL; the unique index {@code alarms_once} keeps one row per standing alarm. */
public final class PgAlarms implements Alarms {

    private static final Logger LOG = LoggerFactory.getLogger(PgAlarms.class);

    private final PgSql sql;

    public PgAlarms(PgSql sql) {
        this.sql = sql;
    }

    @Override
    public void raise(String kind, String detail, long atMs) {
        int raised = sql.update(
                "insert into alarms (kind, detail, raised_at_ms) values (?, ?, ?) on conflict do nothing",
                kind,
                PgColumns.storable(detail),
                atMs);
        if (raised > 0) {
            LOG.atError()
                    .addKeyValue(LogKey.EVENT, LogEvent.ALARM_RAISED)
                    .addKeyValue(LogKey.ALARM, kind)
                    .log("ALARM {}: {}. Payouts are stopped until an operator sends resume-payouts.", kind, detail);
        }
    }

    @Override
    public boolean stands(String kind) {
        return sql.first("select 1 from alarms where kind = ? and cleared_by is null", row -> true, kind)
                .isPresent();
    }

    @Override
    public int standing() {
        return sql.first("select count(*) from alarms where cleared_by is null", row -> row.getInt(1))
                .orElseThrow();
    }

    @Override
    public void clearKind(String kind, String author, String reason, long atMs) {
        sql.update(
                "update alarms set cleared_by = ?, cleared_why = ?, cleared_at_ms = ? where cleared_by is null and kind = ?",
                PgColumns.storable(author),
                PgColumns.storable(reason),
                atMs,
                kind);
    }

    @Override
    public int clear(String author, String reason, long atMs) {
        return sql.update(
                "update alarms set cleared_by = ?, cleared_why = ?, cleared_at_ms = ? where cleared_by is null",
                PgColumns.storable(author),
                PgColumns.storable(reason),
                atMs);
    }
}

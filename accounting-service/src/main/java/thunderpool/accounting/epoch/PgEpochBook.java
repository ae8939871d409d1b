package thunderpool.accounting.epoch;

import java.util.List;
import java.util.Optional;
import thunderpool.runtime.sql.PgColumns;
import thunderpool.runtime.sql.PgSql;
import thunderpool.topics.EpochClosed;
import thunderpool.topics.StatementIssued;

/** Epochs in PostgreSQL; the primary key of {@code epochs} refuses to close one twice. */
public final class PgEpochBook implements EpochBook {

    private static final String STATEMENTS = """
            insert into shares_statements (epoch, account_id, reward_system, shares, work, reward)
            select ?, a.id, given.reward_system, given.shares, given.work, given.reward
            from unnest(?::bytea[], ?::int8[], ?::int8[], ?::numeric[], ?::int8[])
                as given (script, reward_system, shares, work, reward)
            join accounts a on a.chain = ? and a.script = given.script
            """;

    private record Cursor(long nextSlice, int slicesPerEpoch) {}

    private final PgSql sql;

    public PgEpochBook(PgSql sql) {
        this.sql = sql;
    }

    @Override
    public long nextSlice(int slicesPerEpoch) {
        Optional<Cursor> cursor = sql.first(
                "select next_slice, slices_per_epoch from epoch_cursor for update",
                row -> new Cursor(row.getLong(1), row.getInt(2)));
        if (cursor.isEmpty()) {
            sql.update("insert into epoch_cursor (next_slice, slices_per_epoch) values (0, ?)", slicesPerEpoch);
            return 0;
        }
        if (cursor.get().slicesPerEpoch() != slicesPerEpoch) {
            throw new IllegalStateException("the epochs of this database are "
                    + cursor.get().slicesPerEpoch() + " slices long, the configuration says " + slicesPerEpoch
                    + ": another length would number two epochs alike");
        }
        return cursor.get().nextSlice();
    }

    @Override
    public void moveTo(long nextSlice) {
        sql.update("update epoch_cursor set next_slice = ?", nextSlice);
    }

    @Override
    public void close(EpochClosed epoch, List<StatementIssued> statements, long atMs) {
        sql.update(
                """
                insert into epochs (epoch, first_slice, last_slice, shares, work, statements, rewards, closed_at_ms)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                epoch.epoch(),
                epoch.firstSlice(),
                epoch.lastSlice(),
                epoch.shares(),
                PgColumns.numeric(epoch.work()),
                epoch.statements(),
                epoch.rewards().value(),
                atMs);
        sql.update(
                STATEMENTS,
                epoch.epoch(),
                PgColumns.bytea(statements, statement -> statement.account().bytes()),
                PgColumns.int8(statements, statement -> statement.rewardSystem().code()),
                PgColumns.int8(statements, StatementIssued::shares),
                PgColumns.work(statements, StatementIssued::work),
                PgColumns.int8(statements, statement -> statement.reward().value()),
                epoch.chain());
    }
}

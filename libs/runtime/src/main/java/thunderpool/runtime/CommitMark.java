package thunderpool.runtime;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether the database still knows what it acknowledged to this process. One that was restored to an earlier point, made anew,
 * or replaced by a replica that lagged behind has forgotten commits; a process that goes on by what it remembers of them would
 * mix two histories, and pay by one what the other knows nothing of. So each process counts in a row of its own, in {@code
 * db/runtime/marks}, and compares before it uses a connection.
 *
 * <p>Invariant: {@code committed} is never more than a count whose commit was acknowledged, so only a lost commit can make the
 * database's count smaller. Safe for several threads.
 */
final class CommitMark {
    /** Table or schema is not there; codes of PostgreSQL, appendix A. */
    private static final Set<String> NOT_THERE = Set.of("42P01", "3F000");

    /** What a connection is refused with, and a pool tries again: class 08 is "connection exception". */
    private static final String REFUSED = "08004";

    private final Consumer<String> lost;
    private volatile @Nullable UUID process;
    private volatile long committed;

    /** @param lost told, on any thread and maybe more than once, what the database has forgotten */
    CommitMark(Consumer<String> lost) {
        this.lost = lost;
    }

    /** Registers this process; rows of a day ago are of processes that are gone. */
    void begin(Connection connection) throws SQLException {
        try (var old = connection.prepareStatement(
                        "delete from marks where marked_at < clock_timestamp() - interval '1 day'");
                var begun = connection.prepareStatement("insert into marks default values returning process")) {
            old.executeUpdate();
            try (ResultSet row = begun.executeQuery()) {
                row.next();
                process = row.getObject(1, UUID.class);
            }
        }
    }

    /** Counts one further; on one thread. */
    void advance(Connection connection) throws SQLException {
        UUID self = process;
        if (self == null) {
            return;
        }
        try (var statement = connection.prepareStatement("""
                update marks set mark = mark + 1, marked_at = clock_timestamp()
                 where process = ? and mark >= ? returning mark
                """)) {
            statement.setObject(1, self);
            statement.setLong(2, committed);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    committed = row.getLong(1);
                    return;
                }
            }
        } catch (SQLException failed) {
            throw judged(failed);
        }
        throw forgotten();
    }

    /**
     * Looks at a connection before anybody uses it.
     *
     * @throws SQLException when it must not be used: the database has gone back, or is a replica that only follows
     */
    void admit(Connection connection) throws SQLException {
        UUID self = process;
        long atLeast = committed;
        if (self == null) {
            return;
        }
        try (var statement =
                connection.prepareStatement("select pg_is_in_recovery(), (select mark from marks where process = ?)")) {
            statement.setObject(1, self);
            compare(statement, atLeast);
        } catch (SQLException failed) {
            throw judged(failed);
        }
    }

    private void compare(PreparedStatement statement, long atLeast) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            if (row.getBoolean(1)) {
                // It may be behind for a moment and says nothing about what was lost.
                throw new SQLException("this server follows another and takes no writes", REFUSED);
            }
            long mark = row.getLong(2);
            if (row.wasNull() || mark < atLeast) {
                throw forgotten();
            }
        }
    }

    private SQLException judged(SQLException failed) {
        return NOT_THERE.contains(String.valueOf(failed.getSQLState())) ? forgotten() : failed;
    }

    private SQLException forgotten() {
        String what = "count " + committed + " of process " + process;
        lost.accept(what);
        return new SQLException("the database has gone back: it does not know " + what, REFUSED);
    }
}

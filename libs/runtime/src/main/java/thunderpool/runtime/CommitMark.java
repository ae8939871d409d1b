package thunderpool.runtime;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

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

    /** A new connection that gets no answer is given up long before a statement would be. */
    private static final int ANSWERED_WITHIN_MS = 5_000;

    private static final long NOTHING_YET = -1;

    private final Consumer<String> lost;
    private final UUID process = UUID.randomUUID();
    private volatile long committed = NOTHING_YET;

    /** @param lost told, on any thread and maybe more than once, what the database has forgotten */
    CommitMark(Consumer<String> lost) {
        this.lost = lost;
    }

    /**
     * Counts one further, from nothing at first; on one thread. Waits as long as any commit does, which may be for ever where
     * a second server has to acknowledge it: nobody's start may depend on it.
     */
    void advance(Connection connection) throws SQLException {
        if (committed == NOTHING_YET) {
            begin(connection);
            return;
        }
        try (var statement = connection.prepareStatement("""
                update marks set mark = mark + 1, marked_at = clock_timestamp()
                 where process = ? and mark >= ? returning mark
                """)) {
            statement.setObject(1, process);
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
     * The row may be there already, committed without an answer. Rows of a month ago are of processes that are gone; one that
     * lives and was cut off for a day must find its own.
     */
    private void begin(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("""
                with gone as (delete from marks where marked_at < clock_timestamp() - interval '30 days')
                insert into marks (process) values (?)
                on conflict (process) do update set marked_at = clock_timestamp() returning mark
                """)) {
            statement.setObject(1, process);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                committed = row.getLong(1);
            }
        }
    }

    /**
     * Looks at a connection before anybody uses it.
     *
     * @throws SQLException when it must not be used: the database has gone back, or is a replica that only follows, or does
     *     not answer
     */
    void admit(Connection connection) throws SQLException {
        long atLeast = committed;
        int patience = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, ANSWERED_WITHIN_MS);
        refuseFollower(connection);
        if (atLeast != NOTHING_YET) {
            compare(connection, atLeast);
        }
        connection.setNetworkTimeout(Runnable::run, patience);
    }

    /**
     * It may be behind for a moment and says nothing about what was lost. Asked in a statement of its own, before the mark is
     * read: a server that is promoted in between shows the mark as it was replayed to the end.
     */
    private static void refuseFollower(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("select pg_is_in_recovery()");
                ResultSet row = statement.executeQuery()) {
            row.next();
            if (row.getBoolean(1)) {
                throw new SQLException("this server follows another and takes no writes", REFUSED);
            }
        }
    }

    private void compare(Connection connection, long atLeast) throws SQLException {
        try (var statement = connection.prepareStatement("select mark from marks where process = ?")) {
            statement.setObject(1, process);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next() && row.getLong(1) >= atLeast) {
                    return;
                }
            }
        } catch (SQLException failed) {
            throw judged(failed);
        }
        throw forgotten();
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

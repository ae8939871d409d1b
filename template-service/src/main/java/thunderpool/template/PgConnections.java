package thunderpool.template;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs statements on a connection of the pool, in a transaction each; a failure of any kind is {@link StoreAway}. */
final class PgConnections {

    /** What is done in the transaction. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private final DataSource dataSource;

    PgConnections(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Committed when it returns. */
    <T> T transaction(String what, Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new StoreAway(what, e);
        }
    }
}

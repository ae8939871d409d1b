package thunderpool.runtime;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Connections whose commits wait for no second server. Said by a statement, not by a start-up parameter, which a proxy of
 * connections may refuse.
 */
final class LocalCommits extends DelegatingDataSource {
    LocalCommits(DataSource connections) {
        super(connections);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("set synchronous_commit = local");
            return connection;
        } catch (SQLException failed) {
            connection.close();
            throw failed;
        }
    }
}

package thunderpool.accounting.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs one statement on the connection of the running transaction.
 *
 * @param dataSource gives the transaction's own connection to whoever asks inside of it
 */
public record PgSql(DataSource dataSource) {

    /** Reads the row the cursor is on. */
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** An array parameter; the array is shared, not copied. */
    public static final class Column {
        private final String type;
        private final @Nullable Object[] values;

        /** @param type PostgreSQL's name of the element, such as {@code int8} */
        public Column(String type, @Nullable Object[] values) {
            this.type = type;
            this.values = values;
        }
    }

    /** @return rows changed */
    public int update(String sql, @Nullable Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(connection, statement, parameters);
            return statement.executeUpdate();
        } catch (SQLException failure) {
            throw new PgException(failure);
        }
    }

    public <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(connection, statement, parameters);
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(reader.read(result));
                }
            }
            return rows;
        } catch (SQLException failure) {
            throw new PgException(failure);
        }
    }

    /** The first row, or empty when there is none. */
    public <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... parameters) {
        List<T> rows = query(sql, reader, parameters);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
    }

    private static void bind(Connection connection, PreparedStatement statement, @Nullable Object[] parameters)
            throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object parameter = parameters[i];
            if (parameter instanceof Column column) {
                statement.setArray(i + 1, connection.createArrayOf(column.type, column.values));
            } else {
                statement.setObject(i + 1, parameter);
            }
        }
    }
}

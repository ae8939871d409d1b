package thunderpool.runtime.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;

/**
 * Runs one statement on the connection of the running transaction. Values of our own types are stored as people read them:
 * hashes and scripts as hexadecimal text, money as whole satoshi, enums by name, a collection of hashes as an array of text. A schema
 * that keeps bytes instead passes bytes.
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

    /**
     * @return rows changed
     * @throws PgException when the database fails or refuses; the transaction is lost
     */
    public int update(String sql, @Nullable Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(connection, statement, parameters);
            return statement.executeUpdate();
        } catch (SQLException failure) {
            throw new PgException(failure);
        }
    }

    /** @throws PgException when the database fails or refuses; the transaction is lost */
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
            int at = i + 1;
            switch (parameters[i]) {
                case null -> statement.setObject(at, null);
                case Column column -> statement.setArray(at, connection.createArrayOf(column.type, column.values));
                case Hash256 hash -> statement.setString(at, hash.displayHex());
                case Script script -> statement.setString(at, script.hex());
                case Sats sats -> statement.setLong(at, sats.value());
                case Enum<?> constant -> statement.setString(at, constant.name());
                case Collection<?> hashes -> statement.setArray(at, connection.createArrayOf("text", texts(hashes)));
                case Object other -> statement.setObject(at, other);
            }
        }
    }

    private static Object[] texts(Collection<?> hashes) {
        return hashes.stream().map(hash -> ((Hash256) hash).displayHex()).toArray();
    }

    public static Hash256 hash(ResultSet row, String column) throws SQLException {
        return Hash256.ofDisplayHex(row.getString(column));
    }

    public static Script script(ResultSet row, String column) throws SQLException {
        return Script.ofHex(row.getString(column));
    }

    public static Sats sats(ResultSet row, String column) throws SQLException {
        return Sats.of(row.getLong(column));
    }
}

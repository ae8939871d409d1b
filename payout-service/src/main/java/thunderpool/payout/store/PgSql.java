package thunderpool.payout.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;

/**
 * Runs statements on the connection of the running transaction.
 *
 * @param dataSource gives the transaction's own connection to whoever asks inside of it
 */
public record PgSql(DataSource dataSource) {

    /** Reads the row the cursor is on. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** The database failed or refused; the transaction is lost. */
    static final class PgException extends RuntimeException {
        PgException(SQLException cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }

    /** @return rows changed */
    int update(String sql, Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(connection, statement, parameters);
            return statement.executeUpdate();
        } catch (SQLException failure) {
            throw new PgException(failure);
        }
    }

    <T> List<T> query(String sql, RowReader<T> reader, Object... parameters) {
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

    <T> Optional<T> first(String sql, RowReader<T> reader, Object... parameters) {
        return query(sql, reader, parameters).stream().findFirst();
    }

    /** Values of our own types are stored as people read them: hexadecimal text and whole satoshi. */
    private static void bind(Connection connection, PreparedStatement statement, Object[] parameters)
            throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            switch (parameters[i]) {
                case Hash256 hash -> statement.setString(i + 1, hash.displayHex());
                case Script script -> statement.setString(i + 1, script.hex());
                case Sats sats -> statement.setLong(i + 1, sats.value());
                case Enum<?> constant -> statement.setString(i + 1, constant.name());
                case Collection<?> hashes -> {
                    Object[] texts = hashes.stream()
                            .map(hash -> ((Hash256) hash).displayHex())
                            .toArray();
                    statement.setArray(i + 1, connection.createArrayOf("text", texts));
                }
                case Object other -> statement.setObject(i + 1, other);
            }
        }
    }

    static Hash256 hash(ResultSet row, String column) throws SQLException {
        return Hash256.ofDisplayHex(row.getString(column));
    }

    static Script script(ResultSet row, String column) throws SQLException {
        return Script.ofHex(row.getString(column));
    }

    static Sats sats(ResultSet row, String column) throws SQLException {
        return Sats.of(row.getLong(column));
    }
}

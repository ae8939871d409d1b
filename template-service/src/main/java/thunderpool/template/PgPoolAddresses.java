package thunderpool.template;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import thunderpool.bitcoin.Script;

/** The chain's coinbase address in PostgreSQL: the first one kept stays. */
final class PgPoolAddresses implements PoolScript.Store {

    private final PgConnections connections;
    private final String chain;

    PgPoolAddresses(PgConnections connections, String chain) {
        this.connections = connections;
        this.chain = chain;
    }

    @Override
    public Optional<Script> load() {
        return connections.transaction("read the pool's address", this::select);
    }

    @Override
    public Script keep(String address, Script script) {
        return connections.transaction("keep the pool's address", connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into pool_addresses (chain, address, script) values (?, ?, ?) on conflict (chain) do nothing")) {
                insert.setString(1, chain);
                insert.setString(2, address);
                insert.setBytes(3, script.bytes());
                insert.executeUpdate();
            }
            return select(connection).orElseThrow();
        });
    }

    private Optional<Script> select(java.sql.Connection connection) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select script from pool_addresses where chain = ?")) {
            select.setString(1, chain);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(new Script(row.getBytes(1))) : Optional.empty();
            }
        }
    }
}

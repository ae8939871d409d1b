package thunderpool.lab.e2e;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The books of a running pool, read in its database by SQL of the test's own. */
final class PgBooks {

    /** Contributions over all slices. */
    record Contributions(long shares, BigDecimal work) {}

    /**
     * Sums in satoshi.
     *
     * @param owned what accounts and the pool's fee hold in all states, paid money included
     * @param rewards of blocks that are in the chain as far as the pool knows
     */
    record Money(long owned, long rewards, long payable, long reserved, long paid) {}

    /** What a block moved from the chain's purse to people and the pool, and back, in satoshi. */
    record Given(long given, long takenBack) {}

    private final RunningPool pool;

    PgBooks(RunningPool pool) {
        this.pool = pool;
    }

    /** @param rewardSystem code of the reward system */
    Contributions contributions(int rewardSystem) {
        List<Contributions> rows = query(
                "select coalesce(sum(shares), 0), coalesce(sum(work), 0) from shares_contributions where reward_system = "
                        + rewardSystem,
                row -> new Contributions(row.getLong(1), row.getBigDecimal(2)));
        return rows.getFirst();
    }

    Money money() {
        return query(
                        """
                        select (select coalesce(sum(immature + payable + reserved + paid), 0) from account_balances)
                             + (select coalesce(sum(balance), 0) from pool_balances where purse <> 'chain'),
                               (select coalesce(sum(reward), 0) from blocks
                                 where state in ('FOUND', 'MATURED') and split),
                               coalesce(sum(payable), 0), coalesce(sum(reserved), 0), coalesce(sum(paid), 0)
                          from account_balances
                        """,
                        row -> new Money(
                                row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)))
                .getFirst();
    }

    /** Blocks whose reward waits for seals. */
    long unsplit() {
        return query(
                        "select count(*) from blocks where not split and state in ('FOUND', 'MATURED')",
                        row -> row.getLong(1))
                .getFirst();
    }

    /** How often the block is in the books, by its id in display order. */
    List<String> statesOf(String blockIdHex) {
        return query(
                "select state from blocks where block_id = decode('" + reversed(blockIdHex) + "', 'hex')",
                row -> row.getString(1));
    }

    /** The ledger's transfers of one block, by its id in display order. */
    Given givenBy(String blockIdHex) {
        return query(
                        "select coalesce(sum(amount) filter (where debit_purse = 'chain'), 0),"
                                + " coalesce(sum(amount) filter (where credit_purse = 'chain'), 0)"
                                + " from ledger_transfers where reference = decode('" + reversed(blockIdHex)
                                + "', 'hex')",
                        row -> new Given(row.getLong(1), row.getLong(2)))
                .getFirst();
    }

    /** Failed invariants that nobody cleared. */
    List<String> alarms() {
        return query("select kind || ': ' || detail from alarms where cleared_by is null", row -> row.getString(1));
    }

    /** Changes a balance as no transfer did: what a person with the database's password could do. */
    void tamper(long sats) {
        query(
                "update pool_balances set balance = balance + " + sats + " where purse = 'fee_payable' returning 1",
                row -> row.getInt(1));
    }

    private static String reversed(String hex) {
        StringBuilder bytes = new StringBuilder(hex.length());
        for (int at = hex.length() - 2; at >= 0; at -= 2) {
            bytes.append(hex, at, at + 2);
        }
        return bytes.toString();
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, Row<T> reader) {
        try (Connection connection = DriverManager.getConnection(
                        pool.setting("accounting", "ACCOUNTING_DATABASE_URL"),
                        pool.setting("accounting", "ACCOUNTING_DATABASE_USER"),
                        pool.setting("accounting", "ACCOUNTING_DATABASE_PASSWORD"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<T> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(reader.read(row));
            }
            return rows;
        } catch (SQLException failed) {
            throw new AssertionError("the books cannot be read: " + sql, failed);
        }
    }
}

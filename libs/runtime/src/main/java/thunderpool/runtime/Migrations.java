package thunderpool.runtime;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a service's own Flyway folders. Explicit rather than auto-configured, because in {@code standalone} six services
 * share one class path: each names its folders ({@code db/accounting}), and none may pick up another's by default.
 */
public final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    /** First half of the lock's key, the schema is the second: "tpmg". Flyway's own locks have keys of one part. */
    private static final int LOCKS = 0x7470_6d67;

    /** {@code lock_not_available}; codes of PostgreSQL, appendix A. */
    private static final String HELD_BY_ANOTHER = "55P03";

    private Migrations() {}

    /**
     * Brings the connection's current schema up to date with all scripts of the class path folders. Folders with their
     * own version numbers, such as {@code db/runtime/outbox}, keep their own history table so that numbers cannot clash.
     *
     * <p>One instance at a time, others wait: Flyway looks whether there is a history before it locks it, and of two that find
     * none one fails.
     *
     * @param dataSource of three connections at least
     */
    public static void run(DataSource dataSource, String... locations) {
        try (Connection turn = dataSource.getConnection()) {
            awaitTurn(turn);
            for (String location : locations) {
                migrate(dataSource, location);
            }
            turn.rollback();
        } catch (SQLException away) {
            throw new FlywayException("the schema cannot be brought up to date: " + away.getMessage(), away);
        }
    }

    private static void migrate(DataSource dataSource, String location) {
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:" + location)
                .table(historyTable(location))
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .failOnMissingLocations(true)
                .load()
                .migrate();
    }

    /** Until the end of a transaction, not of the session, which behind a proxy of connections would be somebody else's. */
    private static void awaitTurn(Connection turn) throws SQLException {
        turn.setAutoCommit(false);
        while (!isOurs(turn)) {
            LOG.info("another instance brings the schema up to date; waiting for it");
        }
    }

    private static boolean isOurs(Connection turn) throws SQLException {
        try (Statement settings = turn.createStatement();
                PreparedStatement lock = turn.prepareStatement(
                        "select pg_advisory_xact_lock(?, hashtext(coalesce(current_schema(), '')))")) {
            // Idle for as long as migrations take; and a host that vanished meanwhile is missed within two minutes, not
            // hours.
            settings.execute("""
                    set local idle_in_transaction_session_timeout = 0;
                    set local tcp_keepalives_idle = 60;
                    set local tcp_keepalives_interval = 15;
                    set local tcp_keepalives_count = 4;
                    set local lock_timeout = '15s'
                    """);
            lock.setInt(1, LOCKS);
            lock.execute();
            return true;
        } catch (SQLException refused) {
            turn.rollback();
            if (HELD_BY_ANOTHER.equals(refused.getSQLState())) {
                return false;
            }
            throw refused;
        }
    }

    private static String historyTable(String location) {
        return "flyway_" + location.replace('/', '_').replace('-', '_');
    }
}

package thunderpool.runtime;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Runs a service's own Flyway folders. Explicit rather than auto-configured, because in {@code standalone} six services
 * share one class path: each names its folders ({@code db/accounting}), and none may pick up another's by default.
 */
public final class Migrations {
    private Migrations() {}

    /**
     * Brings the connection's current schema up to date with all scripts of the class path folders. Folders with their
     * own version numbers, such as {@code db/runtime/outbox}, keep their own history table so that numbers cannot clash.
     */
    public static void run(DataSource dataSource, String... locations) {
        for (String location : locations) {
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
    }

    private static String historyTable(String location) {
        return "flyway_" + location.replace('/', '_').replace('-', '_');
    }
}

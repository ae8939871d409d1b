package thunderpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

final class DatabaseConfigTest {

    @Test
    void aMigrationMayBeSilentForLongerThanAStatementOfTheService() throws SQLException {
        try (TestDatabase database = TestDatabase.fresh()) {
            DatabaseConfig config =
                    new DatabaseConfig(database.jdbcUrl(), database.user(), database.password(), null, 2);
            try (HikariDataSource pool = config.open("patience", "db/runtimetest");
                    Connection ofService = pool.getConnection();
                    Connection ofMigration = config.patient().getConnection()) {
                assertThat(ofService.getNetworkTimeout()).isEqualTo(60_000);
                assertThat(ofMigration.getNetworkTimeout()).as("0 is for ever").isZero();
                assertThat(ofService
                                .getMetaData()
                                .getTables(null, database.schema(), "greeting", null)
                                .next())
                        .as("migrated")
                        .isTrue();
            }
        }
    }
}

package thunderpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;

final class TestDatabaseTest {
    /** Counted as skipped, with the reason, where the embedded binaries stand in. */
    @Test
    void comesFromAContainerWhereThereIsAnEngine() {
        assumeThat(TestDocker.absence()).as("why no container").isEmpty();
        try (TestDatabase database = TestDatabase.fresh()) {
            assertThat(database.kind()).startsWith("Testcontainers postgres:");
        }
    }

    @Test
    void twoDatabasesDoNotSeeEachOthersTables() {
        try (TestDatabase first = TestDatabase.fresh();
                TestDatabase second = TestDatabase.fresh()) {
            first.jdbc().execute("create table note(body text)");
            second.jdbc().execute("create table note(body text)");
            first.jdbc().update("insert into note values ('only here')");

            assertThat(second.jdbc().queryForObject("select count(*) from note", Long.class))
                    .isZero();
            assertThat(first.jdbc().queryForObject("select body from note", String.class))
                    .isEqualTo("only here");
        }
    }
}

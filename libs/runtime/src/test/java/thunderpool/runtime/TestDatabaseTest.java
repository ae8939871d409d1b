package thunderpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TestDatabaseTest {
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

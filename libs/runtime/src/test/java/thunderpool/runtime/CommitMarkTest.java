package thunderpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CommitMarkTest {
    private final TestDatabase database = TestDatabase.fresh();
    private final List<String> lost = new ArrayList<>();
    private final CommitMark mark = new CommitMark(lost::add);

    @BeforeEach
    void begin() throws SQLException {
        database.migrate("db/runtime/marks");
        try (Connection connection = connection()) {
            mark.begin(connection);
            mark.advance(connection);
            mark.advance(connection);
        }
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private Connection connection() throws SQLException {
        return database.dataSource().getConnection();
    }

    private void forgets(String how) {
        database.jdbc().execute(how);
    }

    private void refuses() throws SQLException {
        try (Connection connection = connection()) {
            assertThatThrownBy(() -> mark.admit(connection))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("the database has gone back: it does not know count 2 of process");
        }
        assertThat(lost).singleElement().asString().startsWith("count 2 of process ");
    }

    @Test
    void aDatabaseThatKnowsEveryCommitIsUsed() throws SQLException {
        try (Connection connection = connection()) {
            mark.admit(connection);
            mark.advance(connection);
            mark.admit(connection);
        }
        assertThat(lost).isEmpty();
        assertThat(database.jdbc().queryForObject("select mark from marks", Long.class))
                .isEqualTo(3);
    }

    @Test
    void aCommitWhoseAnswerWasLostIsNoneThatWasForgotten() throws SQLException {
        forgets("update marks set mark = mark + 1");
        try (Connection connection = connection()) {
            mark.admit(connection);
            mark.advance(connection);
            mark.admit(connection);
        }
        assertThat(lost).isEmpty();
    }

    @Test
    void aDatabaseOfAnEarlierTimeIsRefused() throws SQLException {
        forgets("update marks set mark = 1");
        refuses();
    }

    @Test
    void aDatabaseOfBeforeThisProcessIsRefused() throws SQLException {
        forgets("delete from marks");
        refuses();
    }

    @Test
    void aDatabaseMadeAnewIsRefused() throws SQLException {
        forgets("drop table marks");
        refuses();
    }

    /** Behind a proxy that keeps connections, none is new. */
    @Test
    void theNextCountNoticesToo() throws SQLException {
        forgets("update marks set mark = 1");
        try (Connection connection = connection()) {
            assertThatThrownBy(() -> mark.advance(connection)).hasMessageContaining("the database has gone back");
        }
        assertThat(lost).hasSize(1);
    }

    @Test
    void aFailureOfAnotherKindIsNoLoss() throws SQLException {
        Connection connection = connection();
        connection.close();
        assertThatThrownBy(() -> mark.admit(connection)).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> mark.advance(connection)).isInstanceOf(SQLException.class);
        assertThat(lost).isEmpty();
    }

    @Test
    void rowsOfProcessesThatAreGoneGo() throws SQLException {
        forgets("insert into marks (mark, marked_at) values (9, clock_timestamp() - interval '25 hours')");
        forgets("insert into marks (mark, marked_at) values (8, clock_timestamp() - interval '23 hours')");
        try (Connection connection = connection()) {
            new CommitMark(lost::add).begin(connection);
        }
        assertThat(database.jdbc().queryForList("select mark from marks order by mark", Long.class))
                .containsExactly(0L, 2L, 8L);
    }
}

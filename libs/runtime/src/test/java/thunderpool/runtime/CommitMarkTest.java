package thunderpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
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
            mark.advance(connection);
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
        forgets("insert into marks (mark, marked_at) values (9, clock_timestamp() - interval '31 days')");
        forgets("insert into marks (mark, marked_at) values (8, clock_timestamp() - interval '29 days')");
        try (Connection connection = connection()) {
            new CommitMark(lost::add).advance(connection);
        }
        assertThat(database.jdbc().queryForList("select mark from marks order by mark", Long.class))
                .containsExactly(0L, 2L, 8L);
    }

    @Test
    void aProcessThatWasCutOffForADayFindsItsRowAlsoAfterOthersHaveStarted() throws SQLException {
        forgets("update marks set marked_at = clock_timestamp() - interval '25 hours'");
        try (Connection connection = connection()) {
            new CommitMark(lost::add).advance(connection);
            mark.admit(connection);
            mark.advance(connection);
        }
        assertThat(lost).isEmpty();
    }

    @Test
    void aProcessIsComparedOnceItsFirstCommitWasAcknowledged() throws SQLException {
        CommitMark young = new CommitMark(lost::add);
        try (Connection connection = connection()) {
            young.admit(connection);
            young.advance(connection);
            forgets("delete from marks");
            assertThatThrownBy(() -> young.admit(connection)).hasMessageContaining("does not know count 0 of process");
        }
        assertThat(lost).hasSize(1);
    }

    @Test
    void aFirstCommitWhoseAnswerWasLostIsDoneAgain() throws SQLException {
        try (Connection connection = connection()) {
            CommitMark young = new CommitMark(lost::add);
            assertThatThrownBy(() -> young.advance(loses(connection))).hasMessage("the answer was lost");
            young.advance(connection);
            young.advance(connection);
            young.admit(connection);
        }
        assertThat(lost).isEmpty();
        assertThat(database.jdbc().queryForList("select mark from marks order by mark", Long.class))
                .containsExactly(1L, 2L);
    }

    /** It replays until it is promoted, and only then has all that was acknowledged. */
    @Test
    void aServerThatIsPromotedWhileItIsAskedIsNoLoss() throws SQLException {
        forgets("update marks set mark = 1");
        try (Connection connection = connection()) {
            int[] asked = {0};
            mark.admit(before(connection, () -> {
                if (++asked[0] == 2) {
                    forgets("update marks set mark = 2");
                }
            }));
        }
        assertThat(lost).isEmpty();
    }

    @Test
    void aServerThatDoesNotAnswerIsGivenUpSoon() throws SQLException {
        try (Connection holding = connection();
                var statement = holding.createStatement();
                Connection connection = DriverManager.getConnection(
                        database.jdbcUrl() + "&socketTimeout=60", database.user(), database.password())) {
            holding.setAutoCommit(false);
            statement.execute("lock table marks in access exclusive mode");
            assertTimeoutPreemptively(Duration.ofSeconds(30), () -> assertThatThrownBy(() -> mark.admit(connection))
                    .isInstanceOf(SQLException.class));
            holding.rollback();
        }
        assertThat(lost).isEmpty();
    }

    /** A connection that does something before each statement it is asked for. */
    private static Connection before(Connection real, Runnable first) {
        return like(Connection.class, (_, method, arguments) -> {
            if (method.getName().equals("prepareStatement")) {
                first.run();
            }
            return method.invoke(real, arguments);
        });
    }

    /** A connection whose server does what it is told, and dies before it says so. */
    private static Connection loses(Connection real) {
        return like(Connection.class, (_, method, arguments) -> {
            Object answer = method.invoke(real, arguments);
            if (answer instanceof PreparedStatement statement) {
                return like(PreparedStatement.class, (_, called, given) -> {
                    Object done = called.invoke(statement, given);
                    if (called.getName().equals("executeQuery")) {
                        throw new SQLException("the answer was lost", "08006");
                    }
                    return done;
                });
            }
            return answer;
        });
    }

    private static <T> T like(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(CommitMarkTest.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}

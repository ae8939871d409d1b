package thunderpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import thunderpool.topics.Received;

final class PgPositionsTest {
    private final TestDatabase database = TestDatabase.fresh();
    private final List<String> lost = new ArrayList<>();
    private final PgPositions positions = new PgPositions(database.jdbc(), lost::add);
    private final TransactionTemplate transaction =
            new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));

    @BeforeEach
    void migrate() {
        database.migrate("db/runtime/positions");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void remembersPerPartitionAndAllowsGapsOfMarkers() {
        assertThat(positions.next(NumberTopic.TOPIC)).isEmpty();
        positions.advance(List.of(at(0, 0), at(1, 10), at(0, 1)));
        positions.advance(List.of(at(0, 3)));
        assertThat(positions.next(NumberTopic.TOPIC)).isEqualTo(Map.of(0, 4L, 1, 11L));
        assertThat(positions.next(NumberTopic.DOUBLED)).isEmpty();
    }

    @Test
    void refusesABatchThatAnotherReaderFoldedBefore() {
        positions.advance(List.of(at(0, 0), at(0, 1), at(0, 2)));
        assertThatThrownBy(() -> positions.advance(List.of(at(0, 2), at(0, 3))))
                .isInstanceOf(StalePositionException.class)
                .hasMessageContaining("numbers-0");
        assertThat(positions.next(NumberTopic.TOPIC)).isEqualTo(Map.of(0, 3L));
    }

    /** A replica that lagged behind leads, before any count could tell: 100 to 149 would never be folded. */
    @Test
    void refusesToFoldBehindAGapThatTheDatabaseForgot() {
        fold(positions, 0, 99);
        fold(positions, 100, 149);
        goesBackTo(100);
        assertThatThrownBy(() -> fold(positions, 150, 159))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the database has gone back: it does not know numbers-0 folded to offset 150");
        assertThat(lost).containsExactly("numbers-0 folded to offset 150");
        assertThat(positions.next(NumberTopic.TOPIC)).isEqualTo(Map.of(0, 100L));
    }

    @Test
    void refusesToFoldIntoADatabaseThatForgotThePartition() {
        fold(positions, 0, 99);
        database.jdbc().update("delete from feed_positions");
        assertThatThrownBy(() -> fold(positions, 100, 110)).isInstanceOf(IllegalStateException.class);
        assertThat(lost).containsExactly("numbers-0 folded to offset 100");
        assertThat(positions.next(NumberTopic.TOPIC)).isEmpty();
    }

    @Test
    void noticesALossAlsoWhenNothingMoreComes() {
        fold(positions, 0, 149);
        positions.compare();
        assertThat(lost).isEmpty();
        goesBackTo(100);
        assertThatThrownBy(positions::compare).hasMessageContaining("the database has gone back");
        assertThat(lost).containsExactly("numbers-0 folded to offset 150");
    }

    /** The partition was another instance's for a while. */
    @Test
    void moreThanItRemembersIsAnotherReaders() {
        PgPositions other = new PgPositions(database.jdbc(), lost::add);
        fold(positions, 0, 149);
        fold(other, 150, 169);
        fold(positions, 170, 179);
        positions.compare();
        fold(other, 180, 189);
        assertThat(lost).isEmpty();
        assertThat(positions.next(NumberTopic.TOPIC)).isEqualTo(Map.of(0, 190L));
    }

    @Test
    void whatWasNotCommittedIsNotRemembered() {
        fold(positions, 0, 99);
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    positions.advance(List.of(at(0, 100), at(0, 149)));
                    throw new IllegalStateException("pulled out");
                }))
                .hasMessage("pulled out");
        positions.compare();
        fold(positions, 100, 120);
        assertThat(lost).isEmpty();
        assertThat(positions.next(NumberTopic.TOPIC)).isEqualTo(Map.of(0, 121L));
    }

    private void fold(PgPositions by, long first, long last) {
        transaction.executeWithoutResult(status -> by.advance(List.of(at(0, first), at(0, last))));
    }

    private void goesBackTo(long next) {
        database.jdbc().update("update feed_positions set next_offset = ?", next);
    }

    private static Received<Long> at(int partition, long offset) {
        return new Received<>(NumberTopic.TOPIC, partition, offset, 0, 7L);
    }
}

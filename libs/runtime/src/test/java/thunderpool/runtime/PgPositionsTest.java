package thunderpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import thunderpool.topics.Received;

final class PgPositionsTest {
    private final TestDatabase database = TestDatabase.fresh();
    private final PgPositions positions = new PgPositions(database.jdbc());

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

    private static Received<Long> at(int partition, long offset) {
        return new Received<>(NumberTopic.TOPIC, partition, offset, 0, 7L);
    }
}

package thunderpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import thunderpool.topics.Received;
import thunderpool.topics.Topic;

final class LogIdentityTest {
    private final TestDatabase database = TestDatabase.fresh();
    private final PgPositions positions = new PgPositions(database.jdbc(), lost -> {});
    private final Map<String, String> broker = new HashMap<>(Map.of(
            NumberTopic.TOPIC.name(), "numbers-1", NumberTopic.DOUBLED.name(), "doubled-1", "admin-command", "log-1"));
    private final List<Set<String>> begun = new ArrayList<>();
    private final List<Set<String>> refused = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private boolean away;

    private final LogIdentity.Host host = new LogIdentity.Host() {
        @Override
        public void begins(Set<String> topics) {
            begun.add(Set.copyOf(topics));
        }

        @Override
        public void refuses(Set<String> topics) {
            refused.add(Set.copyOf(topics));
        }
    };

    @BeforeEach
    void foldTwoTopicsInAnEarlierProcess() {
        database.migrate("db/runtime/positions");
        assertThat(process(null).isOurs(host)).isTrue();
        PgPositions before = new PgPositions(database.jdbc(), lost -> {});
        before.advance(List.of(new Received<>(NumberTopic.TOPIC, 0, 41, 0, 7L)));
        before.advance(List.of(new Received<>(NumberTopic.DOUBLED, 0, 5, 0, 7L)));
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private LogIdentity process(@Nullable String newLog) {
        TopicIds ids = new TopicIds() {
            @Override
            public Map<String, String> of(Collection<Topic<?>> topics) {
                if (away) {
                    throw new TimeoutException("away");
                }
                return Map.copyOf(broker);
            }
        };
        var transactions = new JdbcTransactionManager(database.dataSource());
        return new LogIdentity(
                ids,
                List.of(NumberTopic.TOPIC, NumberTopic.DOUBLED),
                newLog,
                database.jdbc(),
                transactions,
                nanos::get);
    }

    private void makeAnew() {
        broker.putAll(Map.of(
                NumberTopic.TOPIC.name(),
                "numbers-2",
                NumberTopic.DOUBLED.name(),
                "doubled-2",
                "admin-command",
                "log-2"));
    }

    @Test
    void theSameLogIsOursAfterEveryStart() {
        LogIdentity again = process(null);
        assertThat(again.isKnown()).isFalse();
        assertThat(again.isOurs(host)).isTrue();
        assertThat(again.isKnown()).isTrue();
        assertThat(again.number()).isZero();
        assertThat(positions.next(NumberTopic.TOPIC)).isEqualTo(Map.of(0, 42L));
    }

    @Test
    void anotherLogIsRefusedAlsoWhenAnotherOneIsNamed() {
        makeAnew();
        assertThat(process(null).isOurs(host)).isFalse();
        assertThat(process("log-1").isOurs(host)).isFalse();
        assertThat(process("log-3").isOurs(host)).isFalse();
        assertThat(refused).hasSize(3).containsOnly(broker.keySet());
        assertThat(begun).isEmpty();
        assertThat(positions.next(NumberTopic.TOPIC)).isEqualTo(Map.of(0, 42L));
    }

    @Test
    void aNamedLogIsBegunOnceAndFromItsBeginning() {
        makeAnew();
        LogIdentity named = process("log-2");
        assertThat(named.isOurs(host)).isTrue();
        assertThat(named.number()).isEqualTo(1);
        assertThat(positions.next(NumberTopic.TOPIC)).isEmpty();
        positions.advance(List.of(new Received<>(NumberTopic.TOPIC, 0, 2, 0, 7L)));

        LogIdentity later = process("log-2");
        assertThat(later.isOurs(host)).isTrue();
        assertThat(later.number()).isEqualTo(1);
        assertThat(positions.next(NumberTopic.TOPIC)).isEqualTo(Map.of(0, 3L));
        assertThat(begun).containsExactly(broker.keySet());
    }

    @Test
    void aTopicThatIsStillTheSameIsNeverFoldedAgain() {
        broker.put("admin-command", "log-2");
        broker.put(NumberTopic.DOUBLED.name(), "doubled-2");
        assertThat(process("log-2").isOurs(host)).isTrue();
        assertThat(positions.next(NumberTopic.TOPIC)).isEqualTo(Map.of(0, 42L));
        assertThat(positions.next(NumberTopic.DOUBLED)).isEmpty();
        assertThat(begun).containsExactly(Set.of("admin-command", NumberTopic.DOUBLED.name()));
    }

    @Test
    void nothingIsBegunWhenTheServiceCannotTellItAgain() {
        makeAnew();
        LogIdentity.Host failing = topics -> {
            throw new IllegalStateException("no room");
        };
        assertThat(process("log-2").isOurs(failing)).isFalse();
        assertThat(positions.next(NumberTopic.TOPIC)).isEqualTo(Map.of(0, 42L));
        assertThat(process(null).isOurs(host)).isFalse();
    }

    @Test
    void aBrokerThatIsAwayIsAskedAgainAndNotAtEveryBeat() {
        away = true;
        LogIdentity waiting = process(null);
        assertThat(waiting.isOurs(host)).isFalse();
        away = false;
        assertThat(waiting.isOurs(host)).isFalse();
        nanos.addAndGet(1_000_000_000L);
        assertThat(waiting.isOurs(host)).isTrue();
        assertThat(refused).isEmpty();
    }
}

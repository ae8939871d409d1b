package thunderpool.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import thunderpool.runtime.ConsumerLag;
import thunderpool.runtime.FeedContainers;
import thunderpool.runtime.FeedCore;
import thunderpool.runtime.NumberTopic;
import thunderpool.runtime.PgPositions;
import thunderpool.runtime.TableFeed;
import thunderpool.runtime.TestDatabase;
import thunderpool.topics.Principal;
import thunderpool.topics.Received;

final class FeedContainersIT {
    @TempDir
    Path dir;

    private final TestDatabase database = TestDatabase.fresh();
    private TestLog log;

    @BeforeEach
    void start() {
        log = TestLog.start(dir, List.of(NumberTopic.TOPIC));
        database.migrate("db/runtime/positions");
        database.jdbc().execute("create table folded (value bigint not null)");
    }

    @AfterEach
    void stop() {
        log.close();
        database.close();
    }

    @Test
    void rowsAndPositionsAgreeOverFailuresAndRestarts() throws Exception {
        SummingCore core = new SummingCore(database);
        core.failuresLeft.set(2);
        var first = feeds("one").container(NumberTopic.TOPIC, core);
        first.start();
        log.write(NumberTopic.TOPIC, range(0, 500));
        TestLog.await("first rows", () -> count() >= 500);
        first.stop();
        log.write(NumberTopic.TOPIC, range(500, 700));
        var second = feeds("one").container(NumberTopic.TOPIC, new SummingCore(database));
        second.start();
        TestLog.await("all rows", () -> count() >= 700);
        second.stop();

        assertThat(core.failuresLeft.get()).isZero();
        assertThat(database.jdbc().queryForList("select value from folded order by value", Long.class))
                .isEqualTo(range(0, 700));
    }

    @Test
    void stopsAtARecordItCannotRead() throws Exception {
        log.write(NumberTopic.TOPIC, List.of(1L));
        log.writeGarbage(NumberTopic.TOPIC, 1);
        var container = feeds("one").container(NumberTopic.TOPIC, new SummingCore(database));
        container.start();
        TestLog.await("the stop", () -> !container.isRunning());
        assertThat(log.registry().get("thunderpool_feed_stopped").gauge().value())
                .isEqualTo(1);
        assertThat(count())
                .as("the batch with the record is not folded, nor skipped")
                .isZero();
    }

    @Test
    void aTableIsReadFromTheBeginningByEveryoneAndSaysWhenItIsWhole() throws Exception {
        log.write(NumberTopic.TOPIC, range(0, 100));
        List<Long> mine = new CopyOnWriteArrayList<>();
        List<Long> others = new CopyOnWriteArrayList<>();
        AtomicInteger failures = new AtomicInteger(1);
        ConsumerLag lag = log.lag(Principal.VALIDATOR);
        FeedContainers feeds =
                new FeedContainers(log.access(Principal.VALIDATOR), Principal.VALIDATOR, "a", log.registry(), lag);
        TableFeed<Long> table = feeds.table(NumberTopic.TOPIC, batch -> {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("not yet");
            }
            batch.forEach(record -> mine.add(record.value()));
        });
        TableFeed<Long> other =
                feeds("b").table(NumberTopic.TOPIC, batch -> batch.forEach(record -> others.add(record.value())));
        table.start();
        other.start();
        lag.start();
        assertThat(table.awaitCaughtUp(Duration.ofSeconds(30))).isTrue();
        assertThat(other.awaitCaughtUp(Duration.ofSeconds(30))).isTrue();
        assertThat(mine).containsExactlyInAnyOrderElementsOf(range(0, 100));
        assertThat(others).hasSize(100);
        log.write(NumberTopic.TOPIC, List.of(100L));
        TestLog.await("it follows", () -> mine.contains(100L));
        TestLog.await("no lag", () -> lagOfNumbers() == 0);
        table.stop();
        other.stop();
        lag.stop();
    }

    private double lagOfNumbers() {
        return log.registry()
                .get("thunderpool_consumer_lag_records")
                .tag("topic", "numbers")
                .gauge()
                .value();
    }

    private FeedContainers feeds(String instance) {
        return log.feeds(Principal.VALIDATOR, instance);
    }

    private long count() {
        Long rows = database.jdbc().queryForObject("select count(*) from folded", Long.class);
        return rows == null ? 0 : rows;
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static final class SummingCore implements FeedCore<Long> {
        private final JdbcTemplate jdbc;
        private final PgPositions positions;
        private final TransactionTemplate transaction;
        private final AtomicInteger failuresLeft = new AtomicInteger();

        SummingCore(TestDatabase database) {
            jdbc = database.jdbc();
            positions = new PgPositions(jdbc, lost -> {});
            transaction = new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
        }

        @Override
        public Map<Integer, Long> positions() {
            return positions.next(NumberTopic.TOPIC);
        }

        @Override
        public void accept(List<Received<Long>> batch) {
            transaction.executeWithoutResult(status -> {
                positions.advance(batch);
                batch.forEach(record -> jdbc.update("insert into folded values (?)", record.value()));
                if (failuresLeft.get() > 0) {
                    failuresLeft.decrementAndGet();
                    throw new IllegalStateException("rolled back after the rows were written");
                }
            });
        }
    }
}

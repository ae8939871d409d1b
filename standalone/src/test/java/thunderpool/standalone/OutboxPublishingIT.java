package thunderpool.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import thunderpool.runtime.KafkaWriters;
import thunderpool.runtime.LeaseKeeper;
import thunderpool.runtime.NumberTopic;
import thunderpool.runtime.OutboxPublisher;
import thunderpool.runtime.PgLease;
import thunderpool.runtime.PgOutbox;
import thunderpool.runtime.TestDatabase;
import thunderpool.topics.Principal;

final class OutboxPublishingIT {
    private static final Duration LEASE = Duration.ofSeconds(3);

    @TempDir
    Path dir;

    @Test
    void twoInstancesPublishEverythingOnceAndInOrderAndOneTakesOver() {
        try (TestDatabase database = TestDatabase.fresh();
                TestLog log = TestLog.start(dir, List.of(NumberTopic.TOPIC));
                KafkaWriters writers = log.writers(Principal.GATEWAY)) {
            database.migrate("db/runtime/outbox", "db/runtime/leases");
            LeaseKeeper leaseA = lease(database, log, "a");
            LeaseKeeper leaseB = lease(database, log, "b");
            OutboxPublisher a = publisher(database, log, writers, leaseA);
            OutboxPublisher b = publisher(database, log, writers, leaseB);
            List.of(leaseA, leaseB).forEach(LeaseKeeper::start);
            List.of(a, b).forEach(OutboxPublisher::start);
            append(database, 0, 200);
            TestLog.await("first half", () -> published(log).size() >= 100);

            LeaseKeeper holder = leaseA.held() ? leaseA : leaseB;
            holder.stop();
            append(database, 200, 300);
            TestLog.await("second half by the other", () -> published(log).size() >= 150);

            assertThat(published(log)).isEqualTo(evenUpTo(300));
            List.of(a, b).forEach(OutboxPublisher::stop);
            List.of(leaseA, leaseB).forEach(LeaseKeeper::stop);
        }
    }

    private static LeaseKeeper lease(TestDatabase database, TestLog log, String owner) {
        return new LeaseKeeper(new PgLease(database.jdbc()), "outbox", owner, LEASE, log.registry());
    }

    private static OutboxPublisher publisher(
            TestDatabase database, TestLog log, KafkaWriters writers, LeaseKeeper lease) {
        return new OutboxPublisher(new PgOutbox(database.jdbc()), writers.outboxLog(), lease::held, log.registry());
    }

    private static void append(TestDatabase database, long from, long to) {
        PgOutbox outbox = new PgOutbox(database.jdbc());
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
        for (long value = from; value < to; value++) {
            long record = value;
            transaction.executeWithoutResult(status -> outbox.append(NumberTopic.TOPIC, record));
        }
    }

    /** Partition 0, where even numbers go. */
    private static List<Long> published(TestLog log) {
        return log.committed(NumberTopic.TOPIC, Principal.VALIDATOR).stream()
                .filter(value -> value % 2 == 0)
                .toList();
    }

    private static List<Long> evenUpTo(long end) {
        return LongStream.range(0, end).filter(value -> value % 2 == 0).boxed().toList();
    }
}

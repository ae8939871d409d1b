package thunderpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

final class MigrationsTest {
    private static final String[] FOLDERS = {"db/runtime/outbox", "db/runtime/positions", "db/runtime/leases"};
    private static final int INSTANCES = 4;

    /** The replicas of a deployment: all start at once, also the first time. */
    @RepeatedTest(10)
    void instancesThatStartAtOnceBringOneEmptySchemaUpToDate() throws Exception {
        try (TestDatabase database = TestDatabase.fresh();
                ExecutorService instances = Executors.newFixedThreadPool(INSTANCES)) {
            CyclicBarrier together = new CyclicBarrier(INSTANCES);
            Callable<Void> start = () -> {
                DataSource own = connections(database);
                together.await();
                Migrations.run(own, FOLDERS);
                return null;
            };
            List<Future<Void>> started = instances.invokeAll(
                    Stream.generate(() -> start).limit(INSTANCES).toList());
            for (Future<Void> instance : started) {
                assertMigrated(instance);
            }
            assertThat(database.jdbc()
                            .queryForList(
                                    "select table_name from information_schema.tables where table_schema = ?"
                                            + " and table_name not like 'flyway%'",
                                    String.class, database.schema()))
                    .containsExactlyInAnyOrder("outbox", "feed_positions", "known_topics", "log_number", "leases");
        }
    }

    @Test
    void whoeverFindsAnotherAtItWaitsForIt() throws Exception {
        try (TestDatabase database = TestDatabase.fresh();
                Connection other = connections(database).getConnection();
                ExecutorService instance = Executors.newSingleThreadExecutor()) {
            other.setAutoCommit(false);
            // Versions that roll have to meet at the same lock: "tpmg" as a number, and the name of the schema.
            other.createStatement()
                    .execute("select pg_advisory_xact_lock(1953525095, hashtext('" + database.schema() + "'))");
            Future<?> waits = instance.submit(() -> Migrations.run(connections(database), FOLDERS));
            assertThatThrownBy(() -> waits.get(2, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            other.rollback();
            waits.get(60, TimeUnit.SECONDS);
        }
    }

    private static void assertMigrated(Future<Void> instance) throws InterruptedException {
        try {
            instance.get();
        } catch (ExecutionException refused) {
            throw new AssertionError("an instance did not start", refused.getCause());
        }
    }

    private static DataSource connections(TestDatabase database) {
        PGSimpleDataSource own = new PGSimpleDataSource();
        own.setUrl(database.jdbcUrl());
        own.setUser(database.user());
        own.setPassword(database.password());
        return own;
    }
}

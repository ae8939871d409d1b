package thunderpool.payout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import thunderpool.payout.memory.MemoryPayoutStore.Published;
import thunderpool.payout.store.PgFigures;
import thunderpool.payout.store.PgPayoutStore;
import thunderpool.runtime.Lease;
import thunderpool.runtime.PgLease;
import thunderpool.runtime.ServiceApplication;
import thunderpool.runtime.ServiceDatabase;
import thunderpool.runtime.TestDatabase;
import thunderpool.topics.Topic;
import thunderpool.topics.Topics;

/** The tables as the service wires them, on a fresh schema, without Kafka, node or HTTP. */
public final class PgFixture implements AutoCloseable {

    @ServiceApplication
    @ServiceDatabase
    @Import(PayoutStorageWiring.class)
    static class StorageApplication {}

    private final TestDatabase database = TestDatabase.fresh();
    private final ConfigurableApplicationContext context;

    public PgFixture() {
        context = new SpringApplicationBuilder(StorageApplication.class)
                .web(WebApplicationType.NONE)
                .run(settings(database).toArray(String[]::new));
    }

    /** What a payout-service must be told, with a node and a broker that are not there. */
    static List<String> settings(TestDatabase database) {
        return List.of(
                "--spring.config.name=payout",
                // A part of the service only: what its readiness asks is not there.
                "--management.endpoint.health.validate-group-membership=false",
                "--payout.chain=bitcoin-regtest",
                "--payout.database.url=" + database.jdbcUrl(),
                "--payout.database.user=" + database.user(),
                "--payout.database.password=" + database.password(),
                "--payout.kafka.bootstrap=127.0.0.1:1",
                "--payout.kafka.security=NONE",
                "--payout.node.url=http://user:password@127.0.0.1:1");
    }

    public PgPayoutStore.Tables tables() {
        return context.getBean(PgPayoutStore.Tables.class);
    }

    public PgFigures figures() {
        return context.getBean(PgFigures.class);
    }

    public JdbcTemplate jdbc() {
        return database.jdbc();
    }

    /** Takes the lease away from whoever holds it, as when its time is over. */
    public Lease takeLease() {
        jdbc().update("update leases set expires_at = clock_timestamp() - interval '1 second'");
        return new PgLease(jdbc())
                .tryAcquire("payout", UUID.randomUUID().toString(), Duration.ofMinutes(5))
                .orElseThrow();
    }

    /** What waits in the outbox, oldest first; it is removed. */
    public List<Published<?>> drain() {
        List<Published<?>> drained = new ArrayList<>();
        jdbc().query("select topic, record from outbox order by id", row -> {
            drained.add(published(row.getString("topic"), row.getBytes("record")));
        });
        jdbc().update("delete from outbox");
        return drained;
    }

    private static Published<?> published(String name, byte[] record) {
        for (Topic<?> topic : Topics.ALL) {
            if (topic.name().equals(name)) {
                return decoded(topic, record);
            }
        }
        throw new IllegalStateException("no topic is called " + name);
    }

    private static <T> Published<T> decoded(Topic<T> topic, byte[] record) {
        return new Published<>(topic, topic.codec().decode(record));
    }

    @Override
    public void close() {
        context.close();
        database.close();
    }
}

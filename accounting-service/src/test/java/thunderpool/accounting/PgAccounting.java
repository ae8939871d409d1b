package thunderpool.accounting;

import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import thunderpool.runtime.PgPositions;
import thunderpool.runtime.ServiceDatabase;
import thunderpool.runtime.TestDatabase;
import thunderpool.runtime.sql.Transactions;
import thunderpool.topics.Topic;
import thunderpool.topics.Topics;

/** The storage half of the service as it is wired, over a schema of its own. */
final class PgAccounting implements AutoCloseable {

    private static final List<String> TABLES = List.of(
            "accounts",
            "workers",
            "shares_contributions",
            "slice_totals",
            "slice_seals",
            "share_rejections",
            "ledger_transfers",
            "account_balances",
            "alarms",
            "blocks",
            "block_changes",
            "block_credits",
            "reward_fees",
            "epochs",
            "shares_statements",
            "epoch_cursor",
            "payout_reservations",
            "command_answers",
            "ledger_audited",
            "outbox",
            "feed_positions");

    @SpringBootConfiguration(proxyBeanMethods = false)
    @ServiceDatabase
    @Import(AccountingStorageWiring.class)
    static class StorageOnly {}

    private final TestDatabase database = TestDatabase.fresh();
    private final ConfigurableApplicationContext context;

    /** As of a process: who forgets the positions starts another. */
    private PgPositions positions;

    PgAccounting() {
        context = new SpringApplicationBuilder(StorageOnly.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run(
                        "--logging.level.thunderpool=WARN",
                        "--spring.config.name=accounting",
                        "--accounting.kafka.security=none",
                        "--accounting.database.url=" + database.jdbcUrl(),
                        "--accounting.database.user=" + database.user(),
                        "--accounting.database.password=" + database.password());
        positions = freshPositions();
    }

    private PgPositions freshPositions() {
        return new PgPositions(new JdbcTemplate(context.getBean(DataSource.class)), lost -> {});
    }

    Stores stores() {
        return context.getBean(Stores.class);
    }

    Transactions transactions() {
        return context.getBean(Transactions.class);
    }

    /** Bound to the transactions of {@link #transactions}, unlike {@link #jdbc}. */
    PgPositions positions() {
        return positions;
    }

    /** A core as a freshly started instance would have it. */
    Accounting core(AccountingRules rules) {
        return core(rules, stores());
    }

    Accounting core(AccountingRules rules, Stores stores) {
        Accounting core = new Accounting(rules, stores, transactions(), positions::advance);
        core.start();
        return core;
    }

    JdbcTemplate jdbc() {
        return database.jdbc();
    }

    /** Takes everything out of the outbox, in order. */
    List<Object> drainOutbox() {
        List<Object> records = new ArrayList<>();
        jdbc().query("select topic, record from outbox order by id", row -> {
            records.add(topic(row.getString(1)).codec().decode(row.getBytes(2)));
        });
        jdbc().update("delete from outbox");
        return records;
    }

    private static Topic<?> topic(String name) {
        return Topics.ALL.stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Back to an empty schema; only a superuser without triggers can empty a ledger. */
    void reset() {
        jdbc().execute("begin; set local session_replication_role = replica; truncate " + String.join(", ", TABLES)
                + "; update pool_balances set balance = 0; update ledger_checkpoint set number = 0; commit");
        positions = freshPositions();
    }

    @Override
    public void close() {
        context.close();
        database.close();
    }
}

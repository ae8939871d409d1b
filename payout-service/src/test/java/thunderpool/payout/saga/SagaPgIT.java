package thunderpool.payout.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import thunderpool.payout.PgFixture;
import thunderpool.payout.memory.MemoryPayoutStore.Published;
import thunderpool.payout.port.PayoutStore;
import thunderpool.payout.port.PayoutTx;
import thunderpool.payout.store.PgPayoutStore;

/** A few of {@link SagaKillTest}'s worlds over the real tables: same seeds, same ends, real constraints and fences. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SagaPgIT implements SagaWorld.Stores {

    private static final int STEPS = 60;

    private static final List<String> TABLES = List.of(
            "payout_attempt_orders",
            "payout_attempts",
            "payout_inputs",
            "payout_order_family",
            "payout_families",
            "payout_orders",
            "payout_spare_change",
            "account_schedules",
            "account_balances",
            "seen_blocks",
            "seen_spends",
            "command_answers",
            "outbox",
            "adopted_payments",
            "payout_watch");

    private PgFixture fixture;
    private PayoutStore current;

    @BeforeAll
    void open() {
        fixture = new PgFixture();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @BeforeEach
    void empty() {
        fixture.jdbc().execute("truncate " + String.join(", ", TABLES));
        fixture.jdbc().update("update payment_schemes set version = 0");
        fixture.jdbc().update("delete from planned_schemes");
        fixture.jdbc().update("update payout_hold set version = 0, held = false");
        fixture.jdbc().update("update payout_approval set version = 0, above_sats = null");
        current = term();
    }

    @Override
    public PayoutStore term() {
        PayoutStore next = new PgPayoutStore(fixture.tables(), fixture.takeLease());
        current = next;
        return next;
    }

    @Override
    public List<Published<?>> drain() {
        return fixture.drain();
    }

    /** Rows are copied as they are, beside the schema's rules, as a restore of files does. */
    @Override
    public Optional<Runnable> backup() {
        for (String table : TABLES) {
            fixture.jdbc().execute("drop table if exists backup_" + table);
            fixture.jdbc().execute("create table backup_" + table + " as select * from " + table);
        }
        return Optional.of(() -> {
            StringBuilder restore = new StringBuilder(
                    "begin; set local session_replication_role = replica; truncate " + String.join(", ", TABLES));
            TABLES.forEach(table -> restore.append("; insert into ")
                    .append(table)
                    .append(" overriding system value select * from backup_")
                    .append(table));
            fixture.jdbc().execute(restore + "; commit");
        });
    }

    @Override
    public <T> T peek(Function<PayoutTx, T> query) {
        return current.transact(query);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void paysEveryOrderOnceUnderStrangers(long seed) {
        live(new SagaWorld(seed, new SagaWorld.Weather(SagaWorld.SETTLE - 1, true), this));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3})
    void paysEveryOrderOnceThroughDeepReorganizations(long seed) {
        live(new SagaWorld(seed, new SagaWorld.Weather(SagaWorld.WATCH - 4, false), this));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void paysEveryOrderOnceThoughOldTablesWereRestoredBesideTheirLog(long seed) {
        SagaWorld world = new SagaWorld(seed, new SagaWorld.Weather(SagaWorld.SETTLE - 1, false), this);
        for (int step = 0; step < STEPS; step++) {
            world.step();
            if (step == STEPS / 3) {
                world.keepBackup();
            }
        }
        world.restore();
        live(world);
    }

    private void live(SagaWorld world) {
        for (int step = 0; step < STEPS; step++) {
            world.step();
        }
        world.heal();
        int[] ends = world.audit();
        assertThat(ends[0]).isPositive();
        assertThat(fixture.figures().read().oldestOpenMs()).isZero();
        assertThat(fixture.figures().read().openFamilies()).isZero();
    }
}

package thunderpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class PgLeaseTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private final PgLease leases = new PgLease(DATABASE.jdbc());

    @BeforeAll
    static void migrate() {
        DATABASE.migrate("db/runtime/leases");
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Test
    void onlyOneOwnerHoldsAndTheTokenGrowsWithEveryChangeOfHands() {
        Lease first = leases.tryAcquire("payouts", "a", LONG).orElseThrow();
        assertThat(leases.tryAcquire("payouts", "b", LONG)).isEmpty();
        assertThat(leases.tryAcquire("payouts", "a", LONG))
                .as("not even its own ghost")
                .isEmpty();

        lapse("payouts");
        Lease second = leases.tryAcquire("payouts", "b", LONG).orElseThrow();

        assertThat(second.token()).isGreaterThan(first.token());
        assertThat(leases.renew(first, LONG)).isFalse();
        assertThat(leases.renew(second, LONG)).isTrue();
        leases.release(first);
        assertThat(leases.tryAcquire("payouts", "c", LONG))
                .as("a late release frees nothing")
                .isEmpty();
        leases.release(second);
        assertThat(leases.tryAcquire("payouts", "c", LONG))
                .map(Lease::token)
                .isEqualTo(Optional.of(second.token() + 1));
    }

    @Test
    void aLapsedLeaseIsNotRenewedEvenIfNobodyTookIt() {
        Lease lease = leases.tryAcquire("epochs", "a", LONG).orElseThrow();
        lapse("epochs");
        assertThat(leases.renew(lease, LONG)).isFalse();
    }

    @Test
    void theGuardRefusesAnEarlierToken() {
        Lease old = leases.tryAcquire("outbox", "a", LONG).orElseThrow();
        leases.guard(old);
        lapse("outbox");
        Lease current = leases.tryAcquire("outbox", "b", LONG).orElseThrow();

        assertThatThrownBy(() -> leases.guard(old)).isInstanceOf(LeaseLostException.class);
        leases.guard(current);
    }

    @Test
    void theKeeperStopsBelievingBeforeTheDatabaseCouldGiveItAway() {
        AtomicLong nanos = new AtomicLong();
        LeaseKeeper keeper = new LeaseKeeper(leases, "keeper", "a", Duration.ofSeconds(30), nanos::get);
        assertThat(keeper.held()).isFalse();
        keeper.beat();
        assertThat(keeper.held()).isTrue();

        nanos.addAndGet(Duration.ofSeconds(20).toNanos());
        keeper.beat();
        nanos.addAndGet(Duration.ofSeconds(26).toNanos());
        assertThat(keeper.held()).as("renewed at 20 s, 26 s ago").isTrue();
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(keeper.held()).as("28 s of 30 s are over").isFalse();
        assertThat(leases.tryAcquire("keeper", "b", LONG))
                .as("the database still waits")
                .isEmpty();
    }

    @Test
    void theKeeperTakesOverWithANewTokenAfterItLost() {
        AtomicLong nanos = new AtomicLong();
        LeaseKeeper first = new LeaseKeeper(leases, "taken", "a", LONG, nanos::get);
        LeaseKeeper second = new LeaseKeeper(leases, "taken", "b", LONG, nanos::get);
        first.beat();
        second.beat();
        assertThat(first.held()).isTrue();
        assertThat(second.held()).isFalse();

        lapse("taken");
        second.beat();
        first.beat();
        assertThat(first.held()).isFalse();
        assertThat(second.lease().orElseThrow().token()).isEqualTo(2);

        second.stop();
        first.beat();
        assertThat(first.lease().orElseThrow().token()).isEqualTo(3);
    }

    private static void lapse(String name) {
        DATABASE.jdbc().update("update leases set expires_at = clock_timestamp() where name = ?", name);
    }
}

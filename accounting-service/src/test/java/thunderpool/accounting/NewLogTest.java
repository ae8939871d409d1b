package thunderpool.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static thunderpool.accounting.Samples.ALICE;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Sats;
import thunderpool.topics.BalanceChanged;
import thunderpool.topics.FeeChanged;
import thunderpool.topics.PayoutAnswered;

/** Books whose log was lost go on with a new one: all is told again, and a person looks before anything is reserved. */
final class NewLogTest {

    private final Samples log = new Samples();
    private final Story story = new Story(log);
    private final TestPool pool = TestPool.inMemory(Samples.rules(6));

    @Test
    void everyBalanceIsToldAsItIsAndNothingIsReservedUntilAPersonHasLooked() {
        story.matureBlock(pool);
        pool.core().logBehind("an older alarm of the same loss", 1);
        pool.core().beginOnNewLog("the topics were made anew", 2);

        assertThat(pool.core().isLogBehind()).isFalse();
        assertThat(pool.published(BalanceChanged.class))
                .filteredOn(told -> told.account().equals(ALICE.account()))
                .singleElement()
                .satisfies(told -> {
                    assertThat(told.payable()).isEqualTo(Sats.of(77_343_750));
                    assertThat(told.version())
                            .isEqualTo(pool.balance().apply(ALICE.account()).version());
                });
        assertThat(pool.halted().get()).isTrue();

        pool.core().onPayoutRequested(List.of(log.request(ALICE.account(), 0, 1_000)));
        assertThat(pool.published(PayoutAnswered.class))
                .singleElement()
                .isInstanceOf(PayoutAnswered.PayoutRefused.class);
        pool.core().onAdminCommand(List.of(log.command(1, "resume-payouts", -1, Map.of())));
        assertThat(pool.halted().get()).isFalse();
        pool.core().onPayoutRequested(List.of(log.request(ALICE.account(), 1, 1_000)));
        assertThat(pool.published(PayoutAnswered.class).getLast()).isInstanceOf(PayoutAnswered.PayoutReserved.class);
    }

    @Test
    void feesAreToldAsTheyWereDecided() {
        pool.forgetPublished();
        pool.core().beginOnNewLog("the topics were made anew", 2);
        assertThat(pool.published(FeeChanged.class))
                .extracting(FeeChanged::version)
                .containsExactly(0L, 0L);
    }
}

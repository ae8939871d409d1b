package thunderpool.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextPaymentTest {

    private static final long SINCE = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();

    /** The same table as payout-service's rule: enough blocks or minutes since the last payment, and enough money. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // blocks | minutes | payable | hold | open | height | minutes passed || state | blocks left | sentence
                "144 |  0 |  5000 | -     | false | 243 |   9 | WAITING       |   1 | Due in 1 block.",
                "144 |  0 |  5000 | -     | false | 244 |   9 | DUE           |   0 | Due now",
                "  0 | 60 |  5000 | -     | false | 999 |  59 | WAITING       |   - | Due at 2026-11-21T13:00:00Z.",
                "  0 | 60 |  5000 | -     | false | 101 |  60 | DUE           |   - | Due now",
                "144 | 60 |  5000 | -     | false | 101 |  59 | WAITING       | 143 | whichever is first",
                "144 | 60 |  5000 | -     | false | 101 |  60 | DUE           | 143 | Due now",
                "144 |  0 |   999 | -     | false | 999 |   9 | BELOW_MINIMUM |   0 | 1 sat are missing",
                "144 |  0 |     0 | -     | false | 999 |   9 | NOTHING       |   0 | Nothing is payable yet",
                "144 |  0 |  5000 | ACCOUNT | false | 999 |   9 | HELD          |   0 | held by the operator",
                "144 |  0 |     0 | POOL    | false | 999 |   9 | HELD          |   0 | All payments of the pool",
                "144 |  0 |  5000 | APPROVAL | true | 999 |   9 | IN_FLIGHT     |   - | waits for the operator's approval",
                "144 |  0 |  5000 | ACCOUNT | true  | 999 |   9 | IN_FLIGHT     |   - | on its way",
                "144 |  0 |  5000 | -     | false |   0 |   9 | WAITING       |   - | by its scheme's interval",
            })
    void saysWhenAndWhy(
            int blocks,
            int minutes,
            long payable,
            NextPayment.@Nullable Hold hold,
            boolean open,
            int height,
            int passed,
            String state,
            Integer left,
            String words) {
        Views.NextPayment next = NextPayment.of(
                new Views.Money(0, payable, 0, 0),
                new Views.Schedule("any", blocks, minutes, 1_000, false, "", 1),
                new PgMiners.Since(open, false, SINCE, 100, null),
                hold,
                new NextPayment.Moment(height, SINCE + passed * 60_000L));
        assertThat(next.state()).isEqualTo(state);
        assertThat(next.blocksLeft()).isEqualTo(left);
        assertThat(next.text()).contains(words);
        assertThat(next.hold()).isEqualTo(hold == null ? null : hold.name());
    }

    @Test
    void whatConcernsTheAccountMostIsTold() {
        assertThat(NextPayment.hold(true, true, true)).isEqualTo(NextPayment.Hold.ACCOUNT);
        assertThat(NextPayment.hold(false, true, true)).isEqualTo(NextPayment.Hold.POOL);
        assertThat(NextPayment.hold(false, false, true)).isEqualTo(NextPayment.Hold.APPROVAL);
        assertThat(NextPayment.hold(false, false, false)).isNull();
    }
}

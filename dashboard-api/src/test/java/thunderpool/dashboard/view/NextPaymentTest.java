package thunderpool.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
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
                // blocks | minutes | payable | held | open | height | minutes passed || state | blocks left | sentence
                "144 |  0 |  5000 | false | false | 243 |   9 | WAITING       |   1 | Due in 1 block.",
                "144 |  0 |  5000 | false | false | 244 |   9 | DUE           |   0 | Due now",
                "  0 | 60 |  5000 | false | false | 999 |  59 | WAITING       |   - | Due at 2026-11-21T13:00:00Z.",
                "  0 | 60 |  5000 | false | false | 101 |  60 | DUE           |   - | Due now",
                "144 | 60 |  5000 | false | false | 101 |  59 | WAITING       | 143 | whichever is first",
                "144 | 60 |  5000 | false | false | 101 |  60 | DUE           | 143 | Due now",
                "144 |  0 |   999 | false | false | 999 |   9 | BELOW_MINIMUM |   0 | 1 sat are missing",
                "144 |  0 |     0 | false | false | 999 |   9 | NOTHING       |   0 | Nothing is payable yet",
                "144 |  0 |  5000 | true  | false | 999 |   9 | HELD          |   0 | held by the operator",
                "144 |  0 |  5000 | true  | true  | 999 |   9 | IN_FLIGHT     |   - | on its way",
                "144 |  0 |  5000 | false | false |   0 |   9 | WAITING       |   - | by its scheme's interval",
            })
    void saysWhenAndWhy(
            int blocks,
            int minutes,
            long payable,
            boolean held,
            boolean open,
            int height,
            int passed,
            String state,
            Integer left,
            String words) {
        Views.NextPayment next = NextPayment.of(
                new Views.Money(0, payable, 0, 0),
                new Views.Schedule("any", blocks, minutes, 1_000, held, "", 1),
                new PgMiners.Since(open, SINCE, 100, null),
                new NextPayment.Moment(height, SINCE + passed * 60_000L));
        assertThat(next.state()).isEqualTo(state);
        assertThat(next.blocksLeft()).isEqualTo(left);
        assertThat(next.text()).contains(words);
    }
}

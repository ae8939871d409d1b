package thunderpool.payout.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;

final class EligibilityTest {

    private static final Duration PAUSE = Duration.ofMinutes(10);

    /** Last paid at height 100 and minute 1,000; minimum 50,000 satoshi. Refused: minutes ago, -1 never. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # blocks | minutes | payable | height | minute | held  | refused | due
                 10  |     0   |  50000  |   110  |  1001  | false |   -1    | true
                 10  |     0   |  50000  |   109  |  9999  | false |   -1    | false
                  0  |    60   |  50000  |   100  |  1060  | false |   -1    | true
                  0  |    60   |  50000  |   999  |  1059  | false |   -1    | false
                 10  |    60   |  50000  |   110  |  1001  | false |   -1    | true
                 10  |    60   |  50000  |   101  |  1060  | false |   -1    | true
                 10  |    60   |  50000  |   109  |  1059  | false |   -1    | false
                 10  |     0   |  49999  |   500  |  9999  | false |   -1    | false
                 10  |     0   |  50001  |   500  |  9999  | true  |   -1    | false
                 10  |     0   |  50001  |   500  |  9999  | false |    9    | false
                 10  |     0   |  50001  |   500  |  9999  | false |   10    | true
                 10  |     0   |  50001  |    99  |  9999  | false |   -1    | false
            """)
    void isDueByBlocksOrMinutesAboveTheMinimum(
            int blocks, int minutes, long payable, int height, long minute, boolean held, int refused, boolean due) {
        Schedule schedule = Schedule.first(Script.p2wpkh(new byte[20]), "any", Sats.of(50_000), 100, minutes(1_000))
                .withHeld(held);
        long refusedAtMs = refused < 0 ? 0 : minutes(minute - refused);
        Candidate candidate =
                new Candidate(schedule, new Scheme("any", 1, blocks, minutes, ""), Sats.of(payable), 0, refusedAtMs);

        assertThat(Eligibility.isDue(candidate, height, minutes(minute), PAUSE)).isEqualTo(due);
    }

    private static long minutes(long minutes) {
        return minutes * 60_000;
    }
}

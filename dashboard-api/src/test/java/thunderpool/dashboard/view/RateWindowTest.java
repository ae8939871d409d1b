package thunderpool.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class RateWindowTest {

    /** 2026-11-21T12:00:30Z. */
    private static final long NOW = 1_795_262_430_000L;

    private static final BigDecimal WORK = new BigDecimal("6300000");

    @Test
    void dividesByTheWholeWindowWhenTheMinerIsOlder() {
        RateWindow window = new RateWindow(NOW, 10);
        assertThat(window.startMs()).isEqualTo(NOW - 630_000);
        assertThat(window.perSecond(WORK, 0)).isEqualTo(10_000.0);
    }

    @Test
    void timeBeforeTheFirstShareDoesNotThinTheRate() {
        assertThat(new RateWindow(NOW, 10).perSecond(WORK, NOW - 63_000)).isEqualTo(100_000.0);
    }

    @Test
    void firstSecondsAreNotBlownUp() {
        assertThat(new RateWindow(NOW, 10).perSecond(WORK, NOW - 1)).isEqualTo(210_000.0);
        assertThat(new RateWindow(NOW, 10).perSecond(WORK, NOW + 60_000)).isEqualTo(210_000.0);
    }
}

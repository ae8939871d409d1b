package thunderpool.payout;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Sats;
import thunderpool.payout.port.PayoutEvent;
import thunderpool.payout.port.ScheduleBook.Approval;
import thunderpool.payout.store.PgFigures;
import thunderpool.topics.PayoutChanged.State;

final class PayoutMetricsTest {

    private static final long NOW_MS = 1_790_000_000_000L;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PayoutMetrics metrics = new PayoutMetrics(registry);

    @Test
    void tellsWhatItCountedAsLongAsItHoldsTheLease() {
        assertThat(metrics.figures()).isEmpty();
        PgFigures.Word word = new PgFigures.Word(
                true, 2, 3, 900_000, NOW_MS - 60_000, new Approval(4, Optional.of(Sats.of(500_000))));
        metrics.measured(
                new PgFigures.Reading(
                        Map.of(State.RESERVED, 5L, State.AWAITING_APPROVAL, 1L), NOW_MS - 5_000, 0, 6, 1_000, word),
                NOW_MS);
        metrics.hotWallet(Sats.of(77));

        assertThat(metrics.figures())
                .containsEntry("payouts_reserved", 5L)
                .containsEntry("payouts_awaiting_approval", 1L)
                .containsEntry("oldest_open_at_ms", NOW_MS - 5_000)
                .containsEntry("hot_wallet_sat", 77L)
                .containsEntry("liabilities_sat", 1_000L)
                .containsEntry("payouts_held", 3L)
                .containsEntry("accounts_held", 2L)
                .containsEntry("all_payouts_held", 1L)
                .containsEntry("approval_waiting", 1L)
                .containsEntry("approval_waiting_sat", 900_000L)
                .containsEntry("approval_version", 4L)
                .containsEntry("approval_above_sat", 500_000L);
        assertThat(registry.get("thunderpool_payout_approval_waiting_seconds")
                        .gauge()
                        .value())
                .isEqualTo(60);
        metrics.ticked(Set.of(PayoutEvent.UNKNOWN_PAYMENT), NOW_MS);
        assertThat(gauges()).contains(5.0, 77.0, 1_000.0, 60.0, 1.0);
        metrics.standBy();
        assertThat(metrics.figures()).isEmpty();
        assertThat(gauges())
                .as("but for the last round, alarms of another time")
                .containsOnly(0.0, NOW_MS / 1_000.0);
    }

    private List<Double> gauges() {
        return registry.getMeters().stream()
                .filter(Gauge.class::isInstance)
                .map(Gauge.class::cast)
                .map(Gauge::value)
                .toList();
    }

    @Test
    void tellsWhenItsLastRoundEnded() {
        metrics.ticked(Set.of(), NOW_MS + 999);
        assertThat(registry.get("thunderpool_payout_last_tick_timestamp_seconds")
                        .gauge()
                        .value())
                .isEqualTo(NOW_MS / 1_000);
    }

    @Test
    void everyMeterSaysWhatItIs() {
        assertThat(registry.getMeters()).isNotEmpty();
        assertThat(registry.getMeters()).extracting(Meter::getId).allSatisfy(id -> assertThat(id.getDescription())
                .isNotBlank());
    }
}

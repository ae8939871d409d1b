package thunderpool.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import thunderpool.accounting.ledger.LedgerAudit;
import thunderpool.topics.BlockChanged;
import thunderpool.work.Slice;

final class AccountingMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AccountingMetrics metrics = new AccountingMetrics(registry, () -> 0);

    @Test
    void tellsWhatTheNewestAuditFoundAsLongAsItHoldsTheLease() {
        assertThat(metrics.figures()).isEmpty();
        metrics.audited(
                new LedgerAudit(7, -1_000, 100, 200, 300, 350, 20, 30, List.of("off by 7")),
                new Accounting.Overview(
                        2,
                        Map.of(BlockChanged.State.FOUND, 3L),
                        41,
                        OptionalLong.of(Slice.at(1_790_000_000_500L) - 60)),
                1_790_000_000_500L);

        assertThat(metrics.figures())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ledger_imbalance_sat", 7L,
                        "ledger_findings", 1L,
                        "ledger_audited_at_ms", 1_790_000_000_500L,
                        "alarms", 2L,
                        "payouts_stopped", 1L,
                        "liabilities_sat", 600L,
                        "pool_fees_sat", 30L,
                        "open_epoch", 41L));
        assertThat(registry.get("thunderpool_ledger_audited_timestamp_seconds")
                        .gauge()
                        .value())
                .isEqualTo(1_790_000_000.0);
        assertThat(registry.get("thunderpool_block_oldest_immature_seconds")
                        .gauge()
                        .value())
                .as("sixty slices of ten seconds, whole ones")
                .isBetween(600.0, 610.0);
        assertThat(gauges()).contains(7.0, 1.0, 300.0);
        metrics.standBy();
        assertThat(metrics.figures()).isEmpty();
        assertThat(gauges()).as("alarms of another time").containsOnly(0.0);
    }

    private List<Double> gauges() {
        return registry.getMeters().stream()
                .filter(Gauge.class::isInstance)
                .map(Gauge.class::cast)
                .map(Gauge::value)
                .toList();
    }

    @Test
    void everyMeterSaysWhatItIs() {
        assertThat(registry.getMeters()).isNotEmpty();
        assertThat(registry.getMeters()).extracting(Meter::getId).allSatisfy(id -> assertThat(id.getDescription())
                .isNotBlank());
    }
}

package thunderpool.lab.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;
import static thunderpool.lab.simulator.FakePool.eventually;

import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Hash256;
import thunderpool.lab.simulator.FakePool;
import thunderpool.work.Algorithm;

class LoadGeneratorTest {

    private static final int EASIEST = -32;

    @Test
    void whatItWasToldIsWhatThePoolTook() throws IOException {
        try (FakePool pool = new FakePool(Algorithm.SHA256D, EASIEST);
                LoadGenerator load = LoadGenerator.start(LoadSettings.closedLoop(pool.endpoint(), "bcrt1q", 20, 4)
                        .recorded())) {
            assertThat(eventually(() -> load.told().acceptedCount() >= 2_000)).isTrue();
            load.pause();
            assertThat(eventually(() -> load.told().unanswered().isEmpty())).isTrue();
            assertThat(load.told().accepted().equals(pool.credited())).isTrue();
            LoadReport report = load.report();
            assertThat(report.connected()).isEqualTo(20);
            assertThat(report.accepted()).isEqualTo(pool.credited().size());
            assertThat(report.submitted()).isEqualTo(report.accepted() + report.refusedCount());
            assertThat(report.p50Nanos()).isPositive().isLessThanOrEqualTo(report.p99Nanos());
        }
    }

    @Test
    void openLoopKeepsItsRateWhateverTheAnswers() throws IOException {
        try (FakePool pool = new FakePool(Algorithm.SHA256D, EASIEST);
                LoadGenerator load = LoadGenerator.start(LoadSettings.openLoop(pool.endpoint(), "bcrt1q", 10, 1_000))) {
            assertThat(eventually(() -> load.ready() == 10)).isTrue();
            load.report();
            long begun = System.nanoTime();
            assertThat(eventually(() -> System.nanoTime() - begun > 1_000_000_000L))
                    .isTrue();
            LoadReport report = load.report();
            assertThat(report.submitted() / report.seconds()).isBetween(700.0, 2_100.0);
        }
    }

    @Test
    void comesBackToAPoolThatCutIt() throws IOException {
        try (FakePool pool = new FakePool(Algorithm.SHA256D, EASIEST);
                LoadGenerator load = LoadGenerator.start(
                        LoadSettings.closedLoop(pool.endpoint(), "bcrt1q", 5, 2).recorded())) {
            assertThat(eventually(() -> load.told().acceptedCount() >= 100)).isTrue();
            pool.cutAll();
            int before = load.told().acceptedCount();
            assertThat(eventually(() -> load.ready() == 5 && load.told().acceptedCount() > before + 100))
                    .isTrue();
            Set<Hash256> accepted = load.told().accepted();
            assertThat(pool.credited().containsAll(accepted)).isTrue();
        }
    }

    @Test
    void quantilesAreWithinABucket() {
        Latencies latencies = new Latencies();
        for (int i = 1; i <= 1000; i++) {
            latencies.add(i * 1_000_000L);
        }
        assertThat(latencies.quantile(0.5)).isBetween(500_000_000L, 535_000_000L);
        assertThat(latencies.quantile(0.99)).isBetween(990_000_000L, 1_060_000_000L);
        assertThat(new Latencies().quantile(0.5)).isZero();
    }
}

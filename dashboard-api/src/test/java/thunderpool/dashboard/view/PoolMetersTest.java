package thunderpool.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PoolMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PoolMeters meters = new PoolMeters(registry);

    @Test
    void tellsRatiosOfWhatThePageShowsInPercent() {
        meters.read(stats(250.0, 80.0, 1_234.5), 8_192);
        assertThat(value("thunderpool_pool_effort_ratio")).isCloseTo(2.5, within(1e-9));
        assertThat(value("thunderpool_pool_luck_ratio")).isCloseTo(0.8, within(1e-9));
        assertThat(value("thunderpool_network_difficulty")).isEqualTo(1_234.5);
        assertThat(value("thunderpool_pool_best_share_difficulty")).isEqualTo(8_192);
    }

    @Test
    void whatIsNotKnownIsNotZero() {
        List<String> names = List.of(
                "thunderpool_pool_effort_ratio",
                "thunderpool_pool_luck_ratio",
                "thunderpool_network_difficulty",
                "thunderpool_pool_best_share_difficulty");
        assertThat(names).allSatisfy(name -> assertThat(value(name)).isNaN());
        meters.read(stats(null, null, null), 0);
        assertThat(names).allSatisfy(name -> assertThat(value(name)).isNaN());
    }

    private double value(String name) {
        return registry.get(name).gauge().value();
    }

    private static Views.Stats stats(@Nullable Double effort, @Nullable Double luck, @Nullable Double difficulty) {
        return new Views.Stats(
                "pool",
                "bitcoin-main",
                new Views.Coin("Bitcoin", "BTC", "sha256d"),
                0,
                0,
                0,
                null,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                null,
                "0",
                effort,
                luck,
                0,
                difficulty,
                null,
                null,
                0,
                List.of(),
                new Views.Explorer(null, null, null),
                null);
    }
}

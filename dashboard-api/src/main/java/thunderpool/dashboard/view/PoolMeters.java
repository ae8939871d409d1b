package thunderpool.dashboard.view;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * What the pool page shows of luck, for operators' dashboards. Read by a clock, not by the scrape: one that waited for a
 * database that is away would make the service look dead. Not a number while nothing is known.
 */
public final class PoolMeters {
    private volatile double effort = Double.NaN;
    private volatile double luck = Double.NaN;
    private volatile double networkDifficulty = Double.NaN;
    private volatile double bestShare = Double.NaN;

    public PoolMeters(MeterRegistry registry) {
        Gauge.builder("thunderpool_pool_effort_ratio", this, meters -> meters.effort)
                .description("Work since the last block over what a block takes on average")
                .register(registry);
        Gauge.builder("thunderpool_pool_luck_ratio", this, meters -> meters.luck)
                .description("Expected over actual work of the newest hundred blocks; above 1 is lucky")
                .register(registry);
        Gauge.builder("thunderpool_pool_best_share_difficulty", this, meters -> meters.bestShare)
                .description("Difficulty that the best share of a worker we know has reached")
                .register(registry);
        Gauge.builder("thunderpool_network_difficulty", this, meters -> meters.networkDifficulty)
                .description("Difficulty of the block that miners work on")
                .register(registry);
    }

    /** @param hardestShare difficulty that it reached, 0 when none is known */
    public void read(Views.Stats stats, double hardestShare) {
        effort = ratio(stats.currentEffortPercent());
        luck = ratio(stats.luckPercent());
        networkDifficulty = number(stats.networkDifficulty());
        bestShare = hardestShare == 0 ? Double.NaN : hardestShare;
    }

    private static double ratio(@Nullable Double percent) {
        return number(percent) / 100;
    }

    private static double number(@Nullable Double known) {
        return known == null ? Double.NaN : known;
    }
}

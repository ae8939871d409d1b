package thunderpool.dashboard.view;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import thunderpool.dashboard.view.Views.PortRow;
import thunderpool.dashboard.view.Views.SchemeRow;
import thunderpool.dashboard.view.Views.Stats;

/** The pool at a glance, and how to join it. */
public final class Overview {

    private final DashboardConfig config;
    private final PgPool pool;

    public Overview(DashboardConfig config, PgPool pool) {
        this.config = config;
        this.pool = pool;
    }

    public Stats stats() {
        PgPool.Counts counts = pool.counts();
        Optional<Instant> lastBlock = pool.lastBlockAt();
        return new Stats(
                config.poolName(),
                config.chain(),
                pool.hashrate(RateWindow.CURRENT_MINUTES, counts.firstSeenMs()),
                pool.hashrate(60, counts.firstSeenMs()),
                counts.miners(),
                counts.workers(),
                counts.accepted(),
                counts.rejected(),
                counts.found(),
                counts.orphaned(),
                lastBlock.orElse(null),
                pool.workAfter(lastBlock.orElse(Instant.EPOCH)),
                config.feeBasisPoints());
    }

    /** The ports as miners type them in, with the offset added. */
    public List<PortRow> ports() {
        Map<String, String> described =
                pool.schemes().stream().collect(Collectors.toMap(SchemeRow::scheme, SchemeRow::description));
        return config.ports().stream()
                .map(port -> row(port, described.getOrDefault(port.scheme(), "")))
                .toList();
    }

    private PortRow row(DashboardConfig.Port port, String description) {
        int number = port.port() + config.portOffset();
        String paid = description.isBlank() ? "by scheme " + port.scheme() : description;
        String url = (port.tls() ? "stratum+ssl://" : "stratum+tcp://") + config.stratumHost() + ":" + number;
        return new PortRow(port.rewardSystem(), paid, port.scheme(), number, port.tls(), url);
    }
}

package thunderpool.dashboard.view;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Difficulty;
import thunderpool.dashboard.view.Views.PortRow;
import thunderpool.dashboard.view.Views.SchemeRow;
import thunderpool.dashboard.view.Views.Stats;
import thunderpool.topics.ChainStatus;
import thunderpool.topics.PortChanged;
import thunderpool.work.RewardSystem;
import thunderpool.work.Slice;

/** The pool at a glance, and how to join it. Many ask for it at once: it is put together once a second at most. */
public final class Overview {

    private static final long FRESH_MS = 1_000;

    /** Where the figures are read. */
    public record Sources(
            PgPool pool, PgHistory history, PgRounds rounds, PgLists lists, ChainView chain, SuiteView suite) {}

    private record Kept(Stats stats, long atMs) {}

    private final DashboardConfig config;
    private final Accounts accounts;
    private final Sources sources;
    private final InstantSource clock;
    private @Nullable Kept kept;

    public Overview(DashboardConfig config, Accounts accounts, Sources sources, InstantSource clock) {
        this.config = config;
        this.accounts = accounts;
        this.sources = sources;
        this.clock = clock;
    }

    /** Not older than a second. A clock that stands still, as in tests, keeps nothing. */
    public synchronized Stats stats() {
        long nowMs = clock.millis();
        Kept last = kept;
        if (last != null && nowMs > last.atMs && nowMs - last.atMs < FRESH_MS) {
            return last.stats;
        }
        Stats stats = read(nowMs);
        kept = new Kept(stats, nowMs);
        return stats;
    }

    private Stats read(long nowMs) {
        PgPool.Counts counts = sources.pool.counts();
        PgHistory.Recent recent = sources.history.recent(null);
        BigDecimal round = sources.rounds.now();
        PgRounds.Luck luck = sources.rounds.luck();
        ChainStatus status = sources.chain.status();
        int nbits = status == null ? 0 : status.nbits();
        double hourly = rate(nowMs, RateWindow.HOUR_MINUTES, recent.work1h(), counts.firstSeenMs());
        List<Views.Fee> fees = fees(nowMs);
        return new Stats(
                config.poolName(),
                config.chain(),
                coin(),
                rate(nowMs, RateWindow.CURRENT_MINUTES, recent.work10m(), counts.firstSeenMs()),
                hourly,
                rate(nowMs, RateWindow.DAY_MINUTES, recent.work24h(), counts.firstSeenMs()),
                RateWindow.errorPercent(recent.shares10m()),
                counts.miners(),
                counts.workers(),
                counts.accepted(),
                counts.rejected(),
                counts.found(),
                counts.orphaned(),
                counts.matured(),
                sources.pool.lastBlockAt().orElse(null),
                PgRows.hashes(round),
                nbits == 0 ? null : PgRounds.effortPercent(round, nbits),
                luck.blocks() == 0 || luck.percent() == 0 ? null : luck.percent(),
                luck.blocks(),
                networkDifficulty(),
                networkHashrate(),
                nbits == 0 || hourly == 0 ? null : PgRounds.expected(nbits).doubleValue() / hourly,
                fees.stream()
                        .filter(fee -> fee.rewardSystem().equals(RewardSystem.PPLNS.name()))
                        .findFirst()
                        .map(Views.Fee::basisPoints)
                        .orElse(config.feeBasisPoints()),
                fees,
                explorer(),
                config.pplnsWindowMultiple() == 0 ? null : config.pplnsWindowMultiple());
    }

    private static double rate(long nowMs, int minutes, BigDecimal work, long firstSeenMs) {
        return new RateWindow(nowMs, minutes).perSecond(work, firstSeenMs);
    }

    /** As accounting told them, else as configured. */
    private List<Views.Fee> fees(long nowMs) {
        List<Views.Fee> told = sources.lists.fees(Slice.at(nowMs));
        return told.isEmpty() ? List.of(new Views.Fee(RewardSystem.PPLNS.name(), config.feeBasisPoints(), null)) : told;
    }

    private Views.Coin coin() {
        String name = accounts.chain().name().startsWith("litecoin") ? "Litecoin" : "Bitcoin";
        return new Views.Coin(name, accounts.chain().symbol(), accounts.chain().algorithm());
    }

    private Views.Explorer explorer() {
        DashboardConfig.Explorer links = config.explorer();
        return new Views.Explorer(
                emptyToNull(links.block()), emptyToNull(links.transaction()), emptyToNull(links.address()));
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** Null while no template is known. */
    public @Nullable Double networkDifficulty() {
        ChainStatus status = sources.chain.status();
        return status == null || status.nbits() == 0
                ? null
                : Difficulties.ofCompact(status.nbits(), accounts.chain().difficultyOne());
    }

    /** What the network's difficulty says its hash rate is: a block's expected work in a block's time. */
    public @Nullable Double networkHashrate() {
        ChainStatus status = sources.chain.status();
        return status == null || status.nbits() == 0
                ? null
                : PgRounds.expected(status.nbits()).doubleValue()
                        / accounts.chain().blockIntervalSeconds();
    }

    public Optional<Instant> lastPoolBlockAt() {
        return sources.pool.lastBlockAt();
    }

    /** The ports as miners type them in: as configured, and as the gateways tell of them. */
    public List<PortRow> ports() {
        Map<String, String> described =
                sources.pool.schemes().stream().collect(Collectors.toMap(SchemeRow::scheme, SchemeRow::description));
        Map<Integer, DashboardConfig.Port> ports = new TreeMap<>();
        sources.suite
                .ports()
                .forEach(port -> ports.put(
                        port.number(),
                        new DashboardConfig.Port(
                                port.rewardSystem().name(), port.schemeTag(), port.number(), port.tls())));
        config.ports().forEach(port -> ports.put(port.port() + config.portOffset(), port));
        List<PortRow> rows = new ArrayList<>();
        ports.forEach((number, port) -> rows.add(row(number, port, described.getOrDefault(port.scheme(), ""))));
        return rows;
    }

    private PortRow row(int number, DashboardConfig.Port port, String description) {
        String paid = description.isBlank() ? "by scheme " + port.scheme() : description;
        String url = (port.tls() ? "stratum+ssl://" : "stratum+tcp://") + config.stratumHost() + ":" + number;
        Optional<PortChanged> told = sources.suite.port(number);
        return new PortRow(
                told.map(PortChanged::name).orElse("port-" + number),
                port.rewardSystem(),
                paid,
                port.scheme(),
                number,
                port.tls(),
                url,
                told.map(said -> Difficulties.of(said.start())).orElse(null),
                told.map(said -> Difficulties.of(said.minimum())).orElse(null),
                told.filter(said -> !said.maximum().equals(Difficulty.HARDEST))
                        .map(said -> Difficulties.of(said.maximum()))
                        .orElse(null),
                told.map(PortChanged::vardiff).orElse(null),
                told.map(said -> sources.suite.isServing(said.instance())).orElse(false),
                told.map(PortChanged::next).map(Overview::plan).orElse(null));
    }

    private static Views.PortPlan plan(PortChanged.Plan next) {
        return new Views.PortPlan(
                Instant.ofEpochMilli(next.fromMs()),
                Difficulties.of(next.start()),
                Difficulties.of(next.minimum()),
                next.maximum().equals(Difficulty.HARDEST) ? null : Difficulties.of(next.maximum()),
                next.vardiff());
    }
}

package thunderpool.dashboard.admin.pool;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import thunderpool.dashboard.view.ChainView;
import thunderpool.dashboard.view.SuiteView;
import thunderpool.topics.ChainStatus;
import thunderpool.topics.PortChanged;
import thunderpool.topics.Principal;
import thunderpool.topics.ServiceStatus;

/** How the pool is, on one page: what its services, its nodes, its ledger and its wallet say. */
public final class Health {

    private static final int TROUBLES_MAX = 100;

    /** Figures that services tell, by the names they give them. */
    public interface Figure {
        String HOT_WALLET = "hot_wallet_sat";
        String IMBALANCE = "ledger_imbalance_sat";
        String AUDITED_AT = "ledger_audited_at_ms";
        String PAYOUTS_STOPPED = SuiteView.PAYOUTS_STOPPED;
        String APPROVAL_ABOVE = "approval_above_sat";
        String APPROVAL_VERSION = "approval_version";
        String ALL_HELD = SuiteView.ALL_PAYOUTS_HELD;
    }

    /** A consumer's distance from the end of its topic. */
    public record Lag(String topic, long records) {}

    /** A process of the suite. */
    public record Service(
            String service,
            String instance,
            String version,
            Instant startedAt,
            Instant seenAt,
            boolean alive,
            boolean ready,
            String reason,
            List<Lag> lags,
            Map<String, Long> figures) {}

    /** A node. */
    public record Node(
            String name,
            boolean chosen,
            boolean healthy,
            String problem,
            String tip,
            int height,
            int latencyMs,
            int peers) {}

    /** The work given out. */
    public record Template(String id, int height, @Nullable Long ageSeconds, boolean serving, String reason) {}

    /** What accounting says of its books. */
    public record Ledger(
            @Nullable Long imbalanceSat,
            @Nullable Instant auditedAt,
            @Nullable Boolean payoutsStopped) {}

    /** Orders. */
    public record Payouts(
            Map<String, Long> byState, @Nullable Instant oldestOpenAt) {}

    /** What is there to pay with, and what is owed. */
    public record Wallet(@Nullable Long hotSat, long liabilitiesSat) {}

    /** How many are shut out. */
    public record Bans(int active) {}

    /** A line of some process's log. */
    public record Trouble(String service, String instance, Instant at, String level, String logger, String text) {}

    /** All of it. */
    public record Page(
            List<Service> services,
            List<Node> nodes,
            @Nullable Template template,
            Ledger ledger,
            Payouts payouts,
            Wallet wallet,
            Bans bans,
            List<Trouble> troubles) {}

    /** A port of a gateway. */
    public record Port(
            String instance,
            String name,
            long version,
            int number,
            boolean tls,
            String rewardSystem,
            String scheme,
            double minimumDifficulty,
            double startDifficulty,
            double maximumDifficulty,
            boolean vardiff,
            long shareIntervalMs,
            @Nullable PortPlan next) {}

    /** What a port will offer, and the version it will have then. */
    public record PortPlan(
            Instant fromAt,
            long version,
            double minimumDifficulty,
            double startDifficulty,
            double maximumDifficulty,
            boolean vardiff,
            long shareIntervalMs) {}

    private final SuiteView suite;
    private final ChainView chain;
    private final PgStories stories;
    private final InstantSource clock;

    public Health(SuiteView suite, ChainView chain, PgStories stories, InstantSource clock) {
        this.suite = suite;
        this.chain = chain;
        this.stories = stories;
        this.clock = clock;
    }

    public Page page() {
        ChainStatus status = chain.status();
        long nowMs = clock.millis();
        return new Page(
                services(),
                status == null
                        ? List.of()
                        : status.nodes().stream().map(Health::node).toList(),
                status == null ? null : template(status, nowMs),
                ledger(),
                new Payouts(stories.payoutsByState(), stories.oldestOpenPayout().orElse(null)),
                new Wallet(figure(Principal.PAYOUT, Figure.HOT_WALLET).orElse(null), stories.liabilities()),
                new Bans(stories.bans(nowMs, "", subject -> subject).size()),
                troubles());
    }

    public List<Service> services() {
        return suite.processes().stream().map(Health::service).toList();
    }

    public List<Port> ports() {
        return suite.ports().stream().map(Health::port).toList();
    }

    /** What a service says, by its process that spoke last of those that know the figure. */
    public Optional<Long> figure(Principal service, String name) {
        return suite.figure(service, name);
    }

    private Ledger ledger() {
        return new Ledger(
                figure(Principal.ACCOUNTING, Figure.IMBALANCE).orElse(null),
                figure(Principal.ACCOUNTING, Figure.AUDITED_AT)
                        .map(Instant::ofEpochMilli)
                        .orElse(null),
                figure(Principal.ACCOUNTING, Figure.PAYOUTS_STOPPED)
                        .map(stopped -> stopped != 0)
                        .orElse(null));
    }

    private static Template template(ChainStatus status, long nowMs) {
        return new Template(
                Integer.toUnsignedString(status.templateId()),
                status.height() + 1,
                status.templateAtMs() == 0 ? null : Math.max(0, nowMs - status.templateAtMs()) / 1000,
                status.serving(),
                status.reason());
    }

    private static Node node(ChainStatus.NodeStatus node) {
        return new Node(
                node.name(),
                node.chosen(),
                node.healthy(),
                node.problem(),
                node.tip().displayHex(),
                node.height(),
                node.latencyMs(),
                node.peers());
    }

    private static Service service(SuiteView.Instance process) {
        ServiceStatus status = process.status();
        return new Service(
                status.service().label(),
                status.instance(),
                status.version(),
                Instant.ofEpochMilli(status.startedAtMs()),
                Instant.ofEpochMilli(process.seenMs()),
                process.alive(),
                status.ready(),
                status.reason(),
                status.lags().stream()
                        .map(lag -> new Lag(lag.topic(), lag.records()))
                        .toList(),
                status.figures());
    }

    private static Port port(PortChanged port) {
        return new Port(
                port.instance(),
                port.name(),
                port.version(),
                port.number(),
                port.tls(),
                port.rewardSystem().name(),
                port.schemeTag(),
                Math.scalb(1.0, port.minimum().exponent()),
                Math.scalb(1.0, port.start().exponent()),
                Math.scalb(1.0, port.maximum().exponent()),
                port.vardiff(),
                port.shareIntervalMs(),
                plan(port.next()));
    }

    private static @Nullable PortPlan plan(PortChanged.@Nullable Plan next) {
        return next == null
                ? null
                : new PortPlan(
                        Instant.ofEpochMilli(next.fromMs()),
                        next.version(),
                        Math.scalb(1.0, next.minimum().exponent()),
                        Math.scalb(1.0, next.start().exponent()),
                        Math.scalb(1.0, next.maximum().exponent()),
                        next.vardiff(),
                        next.shareIntervalMs());
    }

    /** Newest first. */
    private List<Trouble> troubles() {
        List<Trouble> all = new ArrayList<>();
        for (SuiteView.Instance process : suite.processes()) {
            ServiceStatus status = process.status();
            for (ServiceStatus.Trouble trouble : status.troubles()) {
                all.add(new Trouble(
                        status.service().label(),
                        status.instance(),
                        Instant.ofEpochMilli(trouble.atMs()),
                        trouble.level(),
                        trouble.logger(),
                        trouble.text()));
            }
        }
        all.sort(Comparator.comparing(Trouble::at).reversed());
        return List.copyOf(all.subList(0, Math.min(TROUBLES_MAX, all.size())));
    }
}

package thunderpool.template;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import thunderpool.bitcoin.Sats;
import thunderpool.node.BlockTemplate;
import thunderpool.topics.BlockChanged;

/** Every number this service shows to its operators, in one place. */
final class TemplateMetrics {

    private static final String CHAIN = "chain";
    private static final String NODE = "node";
    private static final List<String> OUTCOMES =
            List.of("accepted", "duplicate", "inconclusive", "rejected", BlockSubmitter.UNKNOWN);

    private final MeterRegistry registry;
    private final String chain;
    private final AtomicLong publishedAtMs = new AtomicLong();
    private final AtomicLong height = new AtomicLong();
    private final AtomicLong transactions = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong fees = new AtomicLong();
    private final AtomicLong serving = new AtomicLong();
    private final AtomicLong agreeing = new AtomicLong();
    private final AtomicLong disputed = new AtomicLong();
    private final InstantSource clock;
    private final Timer tips;
    private final Map<String, NodeReport> newest = new ConcurrentHashMap<>();
    private volatile NodeChoice choice = NodeChoice.NONE;

    TemplateMetrics(MeterRegistry registry, String chain, List<String> nodes, InstantSource clock) {
        this.registry = registry;
        this.chain = chain;
        this.clock = clock;
        this.tips = Timer.builder("thunderpool.template.tip")
                .description("From the first look at a node that shows a new tip to its template on the log")
                .tag(CHAIN, chain)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(30))
                .register(registry);
        TimeGauge.builder("thunderpool.template.age", publishedAtMs, TimeUnit.MILLISECONDS, at -> ageMs(at, clock))
                .description("Age of the newest template published by this instance; 0 before the first")
                .tag(CHAIN, chain)
                .register(registry);
        gauge("thunderpool.template.height", "Height that miners work on", height);
        gauge("thunderpool.template.transactions", "Transactions of the newest template", transactions);
        gauge("thunderpool.template.transactions.bytes", "Size of these transactions, witnesses included", bytes);
        gauge("thunderpool.template.fees.satoshi", "Fees of these transactions", fees);
        gauge("thunderpool.template.serving", "1 while templates of a healthy node are served here", serving);
        gauge("thunderpool.template.tip.nodes", "Nodes at the tip that miners work on", agreeing);
        gauge("thunderpool.template.tip.disputed", "1 while too few nodes are at the tip with the most work", disputed);
        nodes.forEach(this::nodeGauges);
        blocksFromTheStart(nodes);
    }

    /** An alert sees how much a counter grows, so one that begins with its first event hides just that one. */
    private void blocksFromTheStart(List<String> nodes) {
        candidates();
        for (BlockChanged.State state : BlockChanged.State.values()) {
            blockStates(label(state));
        }
        for (String node : nodes) {
            OUTCOMES.forEach(outcome -> submissions(node, outcome));
        }
    }

    private static long ageMs(AtomicLong atMs, InstantSource clock) {
        return atMs.get() == 0 ? 0 : clock.millis() - atMs.get();
    }

    private void gauge(String name, String description, AtomicLong value) {
        Gauge.builder(name, value, AtomicLong::get)
                .description(description)
                .tag(CHAIN, chain)
                .register(registry);
    }

    private void nodeGauges(String node) {
        nodeGauge(node, "thunderpool.node.up", "1 while this node may be worked with", () -> Optional.of(usable(node)));
        nodeGauge(node, "thunderpool.node.height", "Height of this node's tip", () -> answered(node)
                .map(NodeReport::height));
        nodeGauge(
                node,
                "thunderpool.node.tip.agrees",
                "1 on the branch that miners work on, 0 on another",
                () -> answered(node).flatMap(this::agrees));
        nodeGauge(node, "thunderpool.node.lag.blocks", "Blocks this node lies behind the highest one", () -> answered(
                        node)
                .map(report -> best() - report.height()));
        nodeGauge(node, "thunderpool.node.peers", "Peers of this node", () -> answered(node)
                .map(NodeReport::peers));
    }

    /** What is not known is no number: it is neither above nor below any threshold. */
    private void nodeGauge(String node, String name, String description, Supplier<Optional<Integer>> value) {
        Gauge.builder(name, () -> value.get().orElse(null))
                .description(description)
                .tags(CHAIN, chain, NODE, node)
                .register(registry);
    }

    private Optional<NodeReport> answered(String node) {
        return Optional.ofNullable(newest.get(node))
                .filter(report -> report.state().isPresent());
    }

    /** By its own report and beside the others: also 0 when it lies behind or is on another branch. */
    private int usable(String node) {
        NodeReport report = newest.get(node);
        boolean compared = choice.nodes().stream()
                .allMatch(status -> status.healthy() || !status.name().equals(node));
        return report != null && report.usable() && compared ? 1 : 0;
    }

    private Optional<Integer> agrees(NodeReport report) {
        NodeChoice now = choice;
        Optional<Boolean> isThere = now.tips().tip().filter(report::has).map(_ -> true);
        Optional<Boolean> isBehind = now.chosen()
                .flatMap(chosen -> Optional.ofNullable(chosen.answers().get(report.tip())));
        return isThere.or(() -> isBehind).map(yes -> yes ? 1 : 0);
    }

    private int best() {
        return newest.values().stream().mapToInt(NodeReport::height).max().orElse(0);
    }

    void node(NodeReport report) {
        newest.put(report.node(), report);
    }

    void choice(NodeChoice choice) {
        this.choice = choice;
        agreeing.set(choice.tips().agreeing());
        disputed.set(choice.tips().disputed() ? 1 : 0);
    }

    void serving(boolean yes) {
        serving.set(yes ? 1 : 0);
    }

    void published(boolean newTip, BlockTemplate template, long nowMs) {
        publishedAtMs.set(nowMs);
        height.set(template.height());
        List<BlockTemplate.Entry> entries = template.entries();
        transactions.set(entries.size());
        // Two letters a byte.
        bytes.set(entries.stream().mapToLong(entry -> entry.rawHex().length()).sum() / 2);
        fees.set(Sats.sum(entries.stream().map(BlockTemplate.Entry::fee).toList())
                .value());
        counter(
                        "thunderpool.template.published",
                        "Templates published, by what caused them",
                        "cause",
                        newTip ? "tip" : "refresh")
                .increment();
    }

    /** @param heardMs when the tip was first heard of, milliseconds since the Unix epoch */
    void tipPublished(long heardMs) {
        tips.record(Math.max(0, clock.millis() - heardMs), TimeUnit.MILLISECONDS);
    }

    void failed(String cause) {
        counter("thunderpool.template.failures", "Templates that could not be published, by cause", "cause", cause)
                .increment();
    }

    void candidate() {
        candidates().increment();
    }

    private Counter candidates() {
        return counter("thunderpool.block.candidates", "Solved blocks that were brought here and stored");
    }

    /** @param outcome of one submission to one node: accepted, duplicate, inconclusive, rejected or unknown */
    void submitted(String node, String outcome) {
        submissions(node, outcome).increment();
    }

    private Counter submissions(String node, String outcome) {
        return counter(
                "thunderpool.block.submissions",
                "What nodes answered to submitted blocks; unknown is no answer",
                NODE,
                node,
                "outcome",
                outcome);
    }

    void blockState(BlockChanged.State state) {
        blockStates(label(state)).increment();
    }

    private Counter blockStates(String state) {
        return counter(
                "thunderpool.block.states",
                "Changes of the state of the pool's blocks, by the new state",
                "state",
                state);
    }

    private static String label(BlockChanged.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private Counter counter(String name, String description, String... tags) {
        return Counter.builder(name)
                .description(description)
                .tag(CHAIN, chain)
                .tags(tags)
                .register(registry);
    }
}

package thunderpool.template;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Script;
import thunderpool.node.Node;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.BlockSolved;
import thunderpool.topics.ChainStatus;
import thunderpool.topics.TemplatePublished;
import thunderpool.topics.TopicWriter;
import thunderpool.work.Tag;

/**
 * One life of a template-service without threads, sockets and a database, for the whole-pool simulation: the real desk,
 * submitter and tracker over nodes, topics and time that the caller brings. One thread.
 */
public final class MemoryTemplateService {

    private static final Duration REFRESH = Duration.ofSeconds(20);
    private static final Duration SILENT_AFTER = Duration.ofSeconds(60);
    private static final int BODIES_KEPT = 8;

    private final List<NodeCheck> checks;
    private final TemplateDesk desk;
    private final BlockSubmitter submitter;
    private final BlockTracker tracker;
    private final RecentBodies bodies;
    private final BooleanSupplier leads;

    /** What outlives a process and all instances share: the database. */
    public static final class Shared {
        private final MemoryStores stores = new MemoryStores();

        public Shared(Script poolScript) {
            stores.poolScript = Optional.of(poolScript);
        }

        /** Takes the database away, or gives it back. */
        public void away(boolean away) {
            stores.away = away;
        }

        /** Events of committed transactions since the last call, in order: the outbox. */
        public List<BlockChanged> drain() {
            List<BlockChanged> committed = List.copyOf(stores.events);
            stores.events.clear();
            return committed;
        }

        /** Blocks whose story is not over. */
        public int open(String chain) {
            return stores.open(chain).size();
        }
    }

    /**
     * What an instance speaks to.
     *
     * @param leads whether it is the one that publishes and tracks
     * @param background where submissions run
     */
    public record Outside(
            List<? extends Node> nodes,
            TopicWriter<TemplatePublished> templates,
            TopicWriter<ChainStatus> statuses,
            BooleanSupplier leads,
            Executor background) {}

    /**
     * Which nodes it works with.
     *
     * @param minPeers a node with fewer is not worked with
     * @param agree so many must be at a tip
     * @param catchUp how long one is trusted that too few are at
     */
    public record Trust(int minPeers, int agree, Duration catchUp) {
        /** As two nodes on a public chain are judged unless set otherwise. */
        public static final Trust DEFAULT = new Trust(1, 1, Duration.ofSeconds(30));
    }

    public MemoryTemplateService(Chain chain, Shared shared, Outside outside, Trust trust) {
        MemoryStores stores = shared.stores;
        NodeCheck.Policy policy = new NodeCheck.Policy(REFRESH, trust.minPeers(), true);
        this.leads = outside.leads();
        TemplateMetrics metrics =
                new TemplateMetrics(new SimpleMeterRegistry(), chain.name(), List.of(), () -> Instant.EPOCH);
        this.bodies = new RecentBodies(stores, BODIES_KEPT);
        PoolScript script = new PoolScript(chain, Optional.empty(), List.of(), stores);
        this.checks = outside.nodes().stream()
                .map(node -> new NodeCheck(node, chain, policy, () -> 0))
                .toList();
        this.desk = new TemplateDesk(
                chain,
                outside.nodes().stream().map(Node::name).toList(),
                new TemplateFactory(chain, Tag.ofText("/simulated/")),
                new TemplateDesk.Outside(
                        stores, bodies, script, outside.templates(), outside.statuses(), outside.leads()),
                new NodeChoice.Rules(new TipRule(trust.agree(), trust.catchUp().toMillis()), SILENT_AFTER.toMillis()),
                metrics);
        this.submitter = new BlockSubmitter(
                chain,
                new BlockSubmitter.Outside(outside.nodes(), bodies, script, stores, outside.background(), time -> {}),
                metrics);
        this.tracker = new BlockTracker(chain, outside.nodes(), stores, submitter, metrics);
    }

    /** Looks at all nodes and does what their tips ask for. */
    public void look(long nowMs) {
        checks.forEach(check -> desk.report(check.look(Optional.empty(), desk.questions(), nowMs)));
        desk.decide(nowMs);
        if (!leads.getAsBoolean()) {
            bodies.follow();
        }
    }

    /** Follows the blocks found, while it leads. */
    public void track(long nowMs) {
        if (leads.getAsBoolean()) {
            desk.chosen().ifPresent(node -> tracker.track(node.node(), nowMs));
        }
    }

    /** A solved block, by whatever road; whether it need not be brought again. */
    public boolean bring(BlockSolved solved) {
        return switch (submitter.bring(solved)) {
            case BlockSubmitter.Receipt.Stored stored -> true;
            case BlockSubmitter.Receipt.NotStored notStored -> false;
            case BlockSubmitter.Receipt.Refused refused ->
                throw new IllegalStateException("a block of our own was refused: " + refused.why());
        };
    }
}

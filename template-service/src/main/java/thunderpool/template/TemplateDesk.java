package thunderpool.template;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.node.BlockTemplate;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;
import thunderpool.topics.ChainStatus;
import thunderpool.topics.TemplatePublished;
import thunderpool.topics.TopicWriter;

/**
 * Decides what miners work on: takes the reports of all nodes, chooses one, and publishes its templates while this
 * instance leads the chain. Reports come from any thread; {@link #decide} runs on one.
 *
 * <p>Invariants: a template is written to the topic only after its body is durable; nothing is published of a node that
 * may not be worked with; only the leader publishes.
 */
final class TemplateDesk {

    private static final Logger LOG = LoggerFactory.getLogger(TemplateDesk.class);
    private static final Duration WRITE_WITHIN = Duration.ofSeconds(10);
    private static final long STATUS_EVERY_MS = 3_000;

    /** Solutions of older tips are worth nothing: a body outlives its tip by this many blocks. */
    private static final int BODIES_KEPT_BLOCKS = 6;

    /** What the desk writes to and reads from. */
    record Outside(
            TemplateStore store,
            RecentBodies bodies,
            PoolScript poolScript,
            TopicWriter<TemplatePublished> templates,
            TopicWriter<ChainStatus> statuses,
            BooleanSupplier leads) {}

    private record Published(
            String node, long templateAtMs, int id, Hash256 previous, int height, int nbits, long atMs) {}

    private final Chain chain;
    private final List<String> nodes;
    private final TemplateFactory factory;
    private final Outside outside;
    private final NodeChoice.Rules rules;
    private final TemplateMetrics metrics;
    private final Map<String, NodeReport> reports = new ConcurrentHashMap<>();
    private volatile NodeChoice choice = NodeChoice.NONE;
    private Optional<Published> published = Optional.empty();
    private Optional<ChainStatus> lastStatus = Optional.empty();
    private long lastStatusAtMs;
    private Hash256 tip = Hash256.ZERO;
    private long tipSinceMs;
    private long tipHeardMs;
    private boolean led;
    private String lastProblem = "";

    /** @param nodes names in configured order */
    TemplateDesk(
            Chain chain,
            List<String> nodes,
            TemplateFactory factory,
            Outside outside,
            NodeChoice.Rules rules,
            TemplateMetrics metrics) {
        this.chain = chain;
        this.nodes = List.copyOf(nodes);
        this.factory = factory;
        this.outside = outside;
        this.rules = rules;
        this.metrics = metrics;
    }

    void report(NodeReport report) {
        reports.put(report.node(), report);
        metrics.node(report);
    }

    /** The node that work comes from, by which blocks are tracked as well. */
    Optional<NodeReport> chosen() {
        return choice.chosen();
    }

    /** Blocks that every node should be asked about: what the others are at; from any thread. */
    Set<Hash256> questions() {
        List<Hash256> tips =
                heard().stream().filter(NodeReport::usable).map(NodeReport::tip).toList();
        return TipRule.questions(choice.tips().memory(), tips);
    }

    private List<NodeReport> heard() {
        return nodes.stream()
                .flatMap(name -> Optional.ofNullable(reports.get(name)).stream())
                .toList();
    }

    /** How the nodes are; from any thread, also while {@link #decide} hangs at a database. */
    NodeChoice look(long nowMs) {
        return NodeChoice.among(heard(), choice, rules, nowMs);
    }

    /** Looks at the newest reports and does what they ask for. */
    void decide(long nowMs) {
        NodeChoice now = look(nowMs);
        logChange(choice, now);
        choice = now;
        metrics.choice(now);
        now.chosen().ifPresent(report -> noteTip(report.tip(), nowMs));
        boolean leads = outside.leads().getAsBoolean();
        if (!leads) {
            led = false;
            published = Optional.empty();
            metrics.serving(false);
            return;
        }
        String problem = now.chosen().map(report -> serve(report, nowMs)).orElse(now.reason());
        logProblem(problem);
        status(now, stillGood(now, nowMs) ? "" : problem, nowMs);
    }

    /**
     * A node that restarts or a database that fails over must not send thousands of miners home: the last template stays
     * good for a while, unless a node we may work with says that its tip is another, or too few agree on any.
     */
    private boolean stillGood(NodeChoice now, long nowMs) {
        if (published.isEmpty() || now.stops()) {
            return false;
        }
        Published last = published.get();
        boolean sameTip = now.tips().tip().map(last.previous()::equals).orElse(true);
        return sameTip && (now.holds() || nowMs - last.atMs() <= rules.silentAfterMs());
    }

    private void logProblem(String problem) {
        if (!problem.equals(lastProblem)) {
            lastProblem = problem;
            // Before the first template nothing is lost yet: a service that starts is not an alarm.
            boolean alarming = !problem.isEmpty() && published.isPresent();
            LOG.atLevel(alarming ? Level.WARN : Level.INFO)
                    .addKeyValue(LogKey.EVENT, LogEvent.TEMPLATES_CHANGED)
                    .log("templates of {}: {}", chain, problem.isEmpty() ? "all is well" : problem);
        }
    }

    private void noteTip(Hash256 newTip, long nowMs) {
        if (!newTip.equals(tip)) {
            tip = newTip;
            tipSinceMs = nowMs;
            tipHeardMs = heardMs(newTip, nowMs);
        }
    }

    /** The look that showed it began before it was decided on, and others may have shown it while too few agreed. */
    private long heardMs(Hash256 newTip, long nowMs) {
        return LongStream.concat(
                        heard().stream()
                                .filter(report -> report.tip().equals(newTip))
                                .mapToLong(NodeReport::atMs),
                        LongStream.of(choice.tips().memory().firstSeenMs().getOrDefault(newTip, nowMs)))
                .min()
                .orElse(nowMs);
    }

    private void logChange(NodeChoice before, NodeChoice after) {
        Optional<String> from = before.chosen().map(NodeReport::node);
        Optional<String> to = after.chosen().map(NodeReport::node);
        if (!from.equals(to)) {
            LOG.atInfo()
                    .addKeyValue(LogKey.EVENT, LogEvent.NODE_CHOSEN)
                    .addKeyValue(LogKey.NODE, to.orElse("none"))
                    .log(
                            "work on {} now comes from {}{}",
                            chain,
                            to.orElse("no node"),
                            after.reason().isEmpty() ? "" : ": " + after.reason());
        }
        if (after.passesOver() && !before.passesOver()) {
            LOG.atWarn()
                    .addKeyValue(LogKey.EVENT, LogEvent.TIP_DISPUTED)
                    .log(
                            "too few nodes agree on the tip of {} with the most work, work goes on behind it: {}",
                            chain,
                            after.said());
        }
    }

    /** Publishes the node's template if it is newer than the last one; returns why nothing is served, empty if it is. */
    private String serve(NodeReport report, long nowMs) {
        try {
            if (!led) {
                published = Optional.empty();
                led = true;
            }
            if (published.isPresent() && isOf(published.get(), report)) {
                return "";
            }
            PoolScript.Found script = outside.poolScript().find();
            if (script.script().isEmpty()) {
                return script.problem();
            }
            publish(report, script.script().get(), nowMs);
            return "";
        } catch (TemplateRefused e) {
            metrics.failed("refused");
            return "the template of " + report.node() + " is refused: " + e.getMessage();
        } catch (StoreAway e) {
            metrics.failed("database");
            LOG.warn("no template can be published: the database is away", e);
            return "the database is away";
        } catch (UnknownWrite e) {
            metrics.failed("broker");
            LOG.warn("it is not known whether a template was published", e);
            return "the broker does not acknowledge templates";
        }
    }

    private static boolean isOf(Published published, NodeReport report) {
        return published.node().equals(report.node()) && published.templateAtMs() == report.templateAtMs();
    }

    private void publish(NodeReport report, Script poolScript, long nowMs) {
        BlockTemplate reply = report.template().orElseThrow();
        Optional<Hash256> before = published
                .map(Published::previous)
                .or(() -> outside.store().newest().map(TemplateStore.Newest::previous));
        TemplateFactory.Draft draft = factory.draft(reply, outside.store().nextId(), poolScript);
        outside.store().put(draft.body());
        outside.bodies().add(draft.body());
        boolean newTip = before.isEmpty() || !before.get().equals(reply.previous());
        await(outside.templates().write(new TemplatePublished(draft.template(), newTip)));
        published = Optional.of(new Published(
                report.node(),
                report.templateAtMs(),
                draft.template().id(),
                reply.previous(),
                reply.height(),
                reply.nbits(),
                nowMs));
        metrics.published(newTip, reply, nowMs);
        if (newTip) {
            if (reply.previous().equals(tip)) {
                metrics.tipPublished(tipHeardMs);
            }
            LOG.atInfo()
                    .addKeyValue(LogKey.EVENT, LogEvent.TIP_CHANGED)
                    .addKeyValue(LogKey.BLOCK, reply.previous())
                    .addKeyValue(LogKey.HEIGHT, reply.height() - 1)
                    .log("work on a new tip, {} transactions", reply.entries().size());
            outside.store().dropBelow(reply.height() - BODIES_KEPT_BLOCKS);
        }
    }

    private void status(NodeChoice choice, String problem, long nowMs) {
        ChainStatus now = new ChainStatus(
                chain.name(),
                problem.isEmpty(),
                problem,
                choice.chosen().map(NodeReport::tip).orElse(tip),
                choice.chosen()
                        .map(NodeReport::height)
                        .orElse(published.map(last -> last.height() - 1).orElse(0)),
                published.map(Published::nbits).orElse(0),
                tipSinceMs,
                published.map(Published::id).orElse(0),
                published.map(Published::atMs).orElse(0L),
                choice.nodes());
        metrics.serving(now.serving());
        if (nowMs - lastStatusAtMs < STATUS_EVERY_MS && lastStatus.isPresent() && sameNews(lastStatus.get(), now)) {
            return;
        }
        lastStatus = Optional.of(now);
        lastStatusAtMs = nowMs;
        // Told again in a few seconds: a lost one is no loss.
        outside.statuses().write(now).whenComplete((offset, failure) -> {
            if (failure != null) {
                LOG.warn("the chain's status was not written: {}", failure.getMessage());
            }
        });
    }

    private static boolean sameNews(ChainStatus last, ChainStatus now) {
        return last.serving() == now.serving()
                && last.reason().equals(now.reason())
                && last.tip().equals(now.tip())
                && last.templateId() == now.templateId();
    }

    private static void await(CompletionStage<Long> written) {
        try {
            written.toCompletableFuture().get(WRITE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownWrite(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new UnknownWrite(e);
        }
    }

    /** The topic may or may not hold the template; the next one settles it. */
    private static final class UnknownWrite extends RuntimeException {
        UnknownWrite(Exception cause) {
            super(cause);
        }
    }
}

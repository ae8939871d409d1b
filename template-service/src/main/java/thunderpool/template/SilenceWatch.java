package thunderpool.template;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash256;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;
import thunderpool.topics.ChainStatus;
import thunderpool.topics.TopicWriter;

/**
 * Says that nobody serves templates when no instance leads: the leader's own word is missing then, and gateways would let miners
 * work on an old tip until the newest template's age stops them. Every instance watches what all of them read on the log, so it needs
 * neither the database nor the lease. It speaks at once when our node's tip has moved on since the leader's last word. While a node
 * says that it is the same, nothing better could be served, and gateways know how old the template may grow: a database that fails
 * over is no reason to turn miners away. When no node says anything, it speaks after as long as a silent node is believed. And it
 * speaks only while it hears, its own words included: one that is deaf must not contradict a leader it cannot hear.
 */
final class SilenceWatch {
    /** The reason, by which instances know each other's word from a leader's. */
    static final String NOBODY_LEADS = "no instance of template-service leads: is its database away?";

    private static final Logger LOG = LoggerFactory.getLogger(SilenceWatch.class);
    private static final long SAY_EVERY_MS = 3_000;
    private static final long NEVER = Long.MIN_VALUE;

    private final Chain chain;
    private final TopicWriter<ChainStatus> statuses;
    private final LongFunction<NodeChoice> nodes;
    private final long missedAfterMs;
    private final long silentAfterMs;
    private volatile Optional<ChainStatus> lastWord = Optional.empty();
    private volatile long leaderAtMs;
    private volatile long heardAtMs;
    private volatile long saidAtMs = NEVER;

    /**
     * @param nodes how the nodes are at a time, milliseconds since the Unix epoch
     * @param startedMs silence counts from here at the earliest
     */
    SilenceWatch(
            Chain chain,
            TopicWriter<ChainStatus> statuses,
            LongFunction<NodeChoice> nodes,
            Limits limits,
            long startedMs) {
        this.chain = chain;
        this.statuses = statuses;
        this.nodes = nodes;
        this.missedAfterMs = limits.missedAfter().toMillis();
        this.silentAfterMs = limits.silentAfter().toMillis();
        this.leaderAtMs = startedMs;
        this.heardAtMs = startedMs;
    }

    /**
     * How long silence lasts before it is news.
     *
     * @param missedAfter a leader that lives has spoken within this, also when the lease passed to another
     * @param silentAfter for so long the last template stays good while no node says how the tip is
     */
    record Limits(Duration missedAfter, Duration silentAfter) {}

    /** From the topic, in order; its past too, which counts as heard now. */
    void on(ChainStatus status, long nowMs) {
        if (!status.chain().equals(chain.name())) {
            return;
        }
        heardAtMs = nowMs;
        if (!status.reason().equals(NOBODY_LEADS)) {
            lastWord = Optional.of(status);
            leaderAtMs = nowMs;
        }
    }

    /** Looks whether somebody must speak; on one thread. */
    void look(long nowMs) {
        long silentMs = nowMs - leaderAtMs;
        if (silentMs < missedAfterMs) {
            return;
        }
        NodeChoice choice = nodes.apply(nowMs);
        boolean news =
                switch (tip(choice)) {
                    case MOVED_ON -> true;
                    case SAME -> false;
                    case UNKNOWN -> silentMs >= silentAfterMs;
                };
        if (!news) {
            return;
        }
        boolean saidLately = nowMs - Math.max(heardAtMs, saidAtMs) < SAY_EVERY_MS;
        boolean deaf = saidAtMs > heardAtMs;
        if (!saidLately && !deaf) {
            say(choice, nowMs, silentMs);
        }
    }

    /** Our node's tip, beside the leader's last. */
    private enum Tip {
        SAME,
        MOVED_ON,
        UNKNOWN
    }

    private Tip tip(NodeChoice choice) {
        if (lastWord.isEmpty() || choice.chosen().isEmpty()) {
            return Tip.UNKNOWN;
        }
        return choice.chosen().get().tip().equals(lastWord.get().tip()) ? Tip.SAME : Tip.MOVED_ON;
    }

    private void say(NodeChoice choice, long nowMs, long silentMs) {
        if (saidAtMs < leaderAtMs) {
            LOG.atWarn()
                    .addKeyValue(LogKey.EVENT, LogEvent.NOBODY_LEADS)
                    .log("no instance leads {} for {} s: gateways are told", chain, silentMs / 1000);
        }
        Optional<ChainStatus> last = lastWord;
        saidAtMs = nowMs;
        ChainStatus nobody = new ChainStatus(
                chain.name(),
                false,
                NOBODY_LEADS,
                choice.chosen()
                        .map(NodeReport::tip)
                        .orElse(last.map(ChainStatus::tip).orElse(Hash256.ZERO)),
                choice.chosen()
                        .map(NodeReport::height)
                        .orElse(last.map(ChainStatus::height).orElse(0)),
                last.map(ChainStatus::nbits).orElse(0),
                last.map(ChainStatus::tipSinceMs).orElse(nowMs),
                last.map(ChainStatus::templateId).orElse(0),
                last.map(ChainStatus::templateAtMs).orElse(0L),
                choice.nodes());
        statuses.write(nobody).whenComplete((offset, failure) -> {
            if (failure != null) {
                LOG.warn("it was not written that no instance leads: {}", failure.getMessage());
                saidAtMs = NEVER;
            }
        });
    }
}

package thunderpool.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash256;
import thunderpool.node.BlockStatus;
import thunderpool.node.Node;
import thunderpool.node.NodeException;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;
import thunderpool.topics.BlockChanged.State;

/**
 * Follows every block the pool found until it matured or another one is deep in its place. What a block is, the chain
 * alone says, read at the node with the most work; what nodes answered to a submission decides nothing while it may
 * still change. Used by one thread of the instance that leads.
 */
final class BlockTracker {

    private static final Logger LOG = LoggerFactory.getLogger(BlockTracker.class);
    private static final long AGAIN_EVERY_MS = 5_000;

    /** Beyond this depth the template's body is gone, and the race long lost. */
    private static final int SUBMIT_AGAIN_BLOCKS = 6;

    private static final String REJECTED = "rejected";

    /** Where a block stands at one node. */
    private sealed interface Place {
        record InChain(int confirmations) implements Place {}

        /** Another block has its height; {@code known} when the node has this one as well. */
        record Beside(boolean known, int depth) implements Place {}

        /** Nothing at its height yet. */
        record Ahead() implements Place {}
    }

    private final Chain chain;
    private final Map<String, Node> nodes;
    private final CandidateStore store;
    private final BlockSubmitter submitter;
    private final TemplateMetrics metrics;
    private final Map<Hash256, Long> submittedAtMs = new HashMap<>();

    BlockTracker(
            Chain chain,
            List<? extends Node> nodes,
            CandidateStore store,
            BlockSubmitter submitter,
            TemplateMetrics metrics) {
        this.chain = chain;
        this.nodes = new HashMap<>();
        nodes.forEach(node -> this.nodes.put(node.name(), node));
        this.store = store;
        this.submitter = submitter;
        this.metrics = metrics;
    }

    /** Looks at every open block once, at the node work comes from. */
    void track(String chosenNode, long nowMs) {
        Optional<Node> node = Optional.ofNullable(nodes.get(chosenNode));
        if (node.isEmpty()) {
            return;
        }
        try {
            List<Candidate> open = store.open(chain.name());
            for (Candidate candidate : open) {
                follow(candidate, node.get(), nowMs);
            }
            submittedAtMs.keySet().retainAll(ids(open));
        } catch (NodeException | StoreAway e) {
            // Nothing is concluded from silence; the next tip or tick asks again.
            LOG.warn("blocks cannot be followed now: {}", e.getMessage());
        }
    }

    private static Set<Hash256> ids(List<Candidate> open) {
        return Set.copyOf(open.stream().map(Candidate::blockId).toList());
    }

    private void follow(Candidate candidate, Node node, long nowMs) {
        switch (placeOf(candidate, node)) {
            case Place.InChain(int confirmations) -> inChain(candidate, confirmations, nowMs);
            case Place.Beside(boolean known, int depth) -> beside(candidate, known, depth, nowMs);
            case Place.Ahead() -> {
                judgeRejected(candidate, false, nowMs);
                submitAgain(candidate, nowMs);
            }
        }
    }

    private static Place placeOf(Candidate candidate, Node node) {
        Optional<BlockStatus> status = node.block(candidate.blockId());
        if (status.isPresent() && status.get().inActiveChain()) {
            return new Place.InChain(status.get().confirmations());
        }
        Optional<Hash256> instead = node.blockAt(candidate.height());
        if (instead.isEmpty() || instead.get().equals(candidate.blockId())) {
            return new Place.Ahead();
        }
        int depth = node.block(instead.get()).map(BlockStatus::confirmations).orElse(0);
        return new Place.Beside(status.isPresent(), depth);
    }

    private void inChain(Candidate candidate, int confirmations, long nowMs) {
        Candidate now = candidate;
        boolean found = candidate.state().isPresent() && candidate.state().get() == State.FOUND;
        if (!found) {
            Optional<Candidate> moved = move(candidate, State.FOUND, confirmations, nowMs);
            if (moved.isEmpty()) {
                return;
            }
            now = moved.get();
        }
        if (confirmations >= chain.coinbaseMaturity()) {
            var _ = move(now, State.MATURED, confirmations, nowMs);
        }
    }

    private void beside(Candidate candidate, boolean known, int depth, long nowMs) {
        boolean over = depth >= chain.coinbaseMaturity();
        if (candidate.state().isPresent() && candidate.state().get() == State.FOUND) {
            var _ = move(candidate, State.ORPHANED, 0, nowMs);
        } else if (candidate.state().isEmpty()) {
            if (!judgeRejected(candidate, over && !known, nowMs) && known && !everyNodeRejected(candidate)) {
                var _ = move(candidate, State.ORPHANED, 0, nowMs);
            } else if (depth <= SUBMIT_AGAIN_BLOCKS) {
                submitAgain(candidate, nowMs);
            }
        } else if (over) {
            store.close(candidate.blockId());
        }
    }

    /** Rejected only when every node said so and none of them has it in its chain, or when it is unknown for good. */
    private boolean judgeRejected(Candidate candidate, boolean unknownForGood, long nowMs) {
        boolean rejected = unknownForGood || everyNodeRejected(candidate);
        if (rejected && candidate.state().isEmpty() && !submitter.underWay(candidate.blockId())) {
            return move(candidate, State.REJECTED, 0, nowMs).isPresent();
        }
        return false;
    }

    private boolean everyNodeRejected(Candidate candidate) {
        Map<String, String> outcomes = store.outcomes(candidate.blockId());
        return nodes.keySet().stream().allMatch(node -> REJECTED.equals(outcomes.get(node)));
    }

    private void submitAgain(Candidate candidate, long nowMs) {
        boolean settled = candidate.state().isPresent() && candidate.state().get() == State.REJECTED;
        Long last = submittedAtMs.get(candidate.blockId());
        if (!settled && (last == null || nowMs - last >= AGAIN_EVERY_MS)) {
            submittedAtMs.put(candidate.blockId(), nowMs);
            submitter.again(candidate);
        }
    }

    private Optional<Candidate> move(Candidate candidate, State next, int confirmations, long nowMs) {
        Candidate after = candidate.moved(next);
        boolean over = next == State.MATURED;
        if (!store.advance(after, after.event(confirmations, nowMs), over)) {
            return Optional.empty();
        }
        metrics.blockState(next);
        LOG.atInfo()
                .addKeyValue(LogKey.EVENT, eventOf(next))
                .addKeyValue(LogKey.BLOCK, candidate.blockId())
                .addKeyValue(LogKey.HEIGHT, candidate.height())
                .log("block is {}", next);
        return Optional.of(after);
    }

    private static LogEvent eventOf(State state) {
        return switch (state) {
            case FOUND -> LogEvent.BLOCK_ACCEPTED;
            case REJECTED -> LogEvent.BLOCK_REJECTED;
            case ORPHANED -> LogEvent.BLOCK_ORPHANED;
            case MATURED -> LogEvent.BLOCK_MATURED;
        };
    }
}

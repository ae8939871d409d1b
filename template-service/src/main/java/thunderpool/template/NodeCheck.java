package thunderpool.template;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash256;
import thunderpool.node.BlockStatus;
import thunderpool.node.BlockTemplate;
import thunderpool.node.ChainState;
import thunderpool.node.Node;
import thunderpool.node.NodeException;
import thunderpool.node.NodeFault;

/** Looks at one node: is it ours, is it well, and what would it have us work on? Used by one thread. */
final class NodeCheck {

    private static final Logger LOG = LoggerFactory.getLogger(NodeCheck.class);

    /**
     * What is asked of a node.
     *
     * @param refresh age at which its template is fetched anew though nothing changed
     * @param minPeers fewer make its tip untrustworthy
     * @param allowInitialDownload a fresh regtest chain always looks like one
     */
    record Policy(Duration refresh, int minPeers, boolean allowInitialDownload) {}

    private static final int LOOKS_AGAIN = 3;
    private static final String TIP_MOVES = "its tip moves";
    private static final long PEERS_EVERY_MS = 10_000;

    /** Blocks two hours ahead of the network's time are refused by it; miners' own roll of the time comes on top. */
    private static final Duration CLOCK_AHEAD_AT_MOST = Duration.ofHours(1);

    /** What others are at is asked on the side: a slow node must not be late with its own tip for it. */
    private static final Duration ASKS_FOR = Duration.ofSeconds(2);

    private final Node node;
    private final Chain chain;
    private final Policy policy;
    private final LongSupplier nanoClock;
    private boolean genesisSeen;
    private int peers;
    private long peersAtMs = Long.MIN_VALUE;
    private Optional<BlockTemplate> template = Optional.empty();
    private long templateAtMs;
    private String lastFault = "";

    NodeCheck(Node node, Chain chain, Policy policy, LongSupplier nanoClock) {
        this.node = node;
        this.chain = chain;
        this.policy = policy;
        this.nanoClock = nanoClock;
    }

    /**
     * Looks now. Never throws for a node's faults.
     *
     * @param brought a template that came with a tip signal, which saves asking for it
     * @param others blocks that other nodes are at: does this node's chain have them?
     */
    NodeReport look(Optional<BlockTemplate> brought, Set<Hash256> others, long nowMs) {
        try {
            NodeReport report = lookOnce(brought, nowMs);
            // The tip moved between the two questions: ask again, a few times at most.
            for (int again = 0; again < LOOKS_AGAIN && report.problem().equals(TIP_MOVES); again++) {
                report = lookOnce(Optional.empty(), nowMs);
            }
            return report.usable() ? report.answering(ask(others, report.tip())) : report;
        } catch (NodeException e) {
            return refused(nowMs, Optional.empty(), 0, reasonOf(e.fault()));
        }
    }

    private NodeReport refused(long nowMs, Optional<ChainState> state, int latencyMs, String why) {
        return new NodeReport(node.name(), nowMs, state, peers, latencyMs, why, Optional.empty(), 0, Map.of());
    }

    /** As far as it answers in time: what is missing here only makes others wait for its next tip. */
    private Map<Hash256, Boolean> ask(Set<Hash256> others, Hash256 tip) {
        Map<Hash256, Boolean> answers = new HashMap<>();
        long untilNanos = nanoClock.getAsLong() + ASKS_FOR.toNanos();
        try {
            for (Hash256 block : others) {
                if (!block.equals(tip) && nanoClock.getAsLong() - untilNanos <= 0) {
                    Optional<BlockStatus> status = node.block(block);
                    answers.put(block, status.isPresent() && status.get().inActiveChain());
                }
            }
        } catch (NodeException e) {
            LOG.debug("node {} does not say which blocks it has: {}", node.name(), e.getMessage());
        }
        return answers;
    }

    private NodeReport lookOnce(Optional<BlockTemplate> brought, long nowMs) {
        long startNanos = nanoClock.getAsLong();
        ChainState state = node.chainState();
        int latencyMs =
                (int) Duration.ofNanos(nanoClock.getAsLong() - startNanos).toMillis();
        String problem = problemOf(state, nowMs);
        if (problem.isEmpty() && !refreshTemplate(brought, state.tip(), nowMs)) {
            problem = TIP_MOVES;
        }
        if (problem.isEmpty() && clockIsAhead(state, nowMs)) {
            problem = "its clock is more than " + CLOCK_AHEAD_AT_MOST.toMinutes() + " minutes ahead of ours";
        }
        Optional<ChainState> told = Optional.of(state);
        return problem.isEmpty()
                ? new NodeReport(node.name(), nowMs, told, peers, latencyMs, "", template, templateAtMs, Map.of())
                : refused(nowMs, told, latencyMs, problem);
    }

    /** A template's time is the node's clock, unless the chain itself is ahead of it: then it is one second past the median. */
    private boolean clockIsAhead(ChainState state, long nowMs) {
        long curTime = template.map(BlockTemplate::curTime).orElse(0L);
        return curTime > state.medianTime() + 1 && curTime - nowMs / 1_000 > CLOCK_AHEAD_AT_MOST.toSeconds();
    }

    private String problemOf(ChainState state, long nowMs) {
        if (!state.chain().equals(chain.rpcChain())) {
            return "on chain '" + state.chain() + "' instead of " + chain.name();
        }
        if (!genesisSeen) {
            Optional<Hash256> genesis = node.blockAt(0);
            if (genesis.isEmpty() || !genesis.get().equals(chain.genesis())) {
                return "its genesis block is not that of " + chain.name();
            }
            genesisSeen = true;
        }
        if (state.initialDownload() && !policy.allowInitialDownload()) {
            return "still downloading the chain";
        }
        if (nowMs >= peersAtMs + PEERS_EVERY_MS || peersAtMs == Long.MIN_VALUE || peers < policy.minPeers()) {
            peers = node.connections();
            peersAtMs = nowMs;
        }
        return peers < policy.minPeers() ? "has " + peers + " peers, needs " + policy.minPeers() : "";
    }

    /** Makes the kept template one of this tip and young enough; false when the node's tip has moved on meanwhile. */
    private boolean refreshTemplate(Optional<BlockTemplate> brought, Hash256 tip, long nowMs) {
        if (brought.isPresent() && brought.get().previous().equals(tip)) {
            keep(brought.get(), nowMs);
        } else if (template.isEmpty()
                || !template.get().previous().equals(tip)
                || nowMs - templateAtMs >= policy.refresh().toMillis()) {
            keep(node.blockTemplate(), nowMs);
        }
        return template.isPresent() && template.get().previous().equals(tip);
    }

    private void keep(BlockTemplate fresh, long nowMs) {
        template = Optional.of(fresh);
        templateAtMs = nowMs;
    }

    /** A call that was not made says nothing of the node, but the one before it does. */
    private String reasonOf(NodeFault fault) {
        if (fault instanceof NodeFault.Refused) {
            return lastFault.isEmpty() ? describe(fault) : describe(fault) + " (" + lastFault + ")";
        }
        lastFault = describe(fault);
        return lastFault;
    }

    private static String describe(NodeFault fault) {
        return switch (fault) {
            case NodeFault.Unreachable(String why) -> "unreachable: " + why;
            case NodeFault.Timeout(Duration after) -> "no answer within " + after.toSeconds() + " s";
            case NodeFault.RpcError(int code, String message) -> "RPC error " + code + ": " + message;
            case NodeFault.NotReady(int code, String message) -> "not ready (" + code + "): " + message;
            case NodeFault.Denied(int status) -> "denies access (HTTP " + status + "): check user and password";
            case NodeFault.Malformed(String why) -> "answers nonsense: " + why;
            case NodeFault.Refused() -> "failed too often, is asked again shortly";
            case NodeFault.NoWallet(String why) -> why;
        };
    }
}

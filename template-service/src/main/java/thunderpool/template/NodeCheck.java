package thunderpool.template;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash256;
import thunderpool.node.BlockTemplate;
import thunderpool.node.ChainState;
import thunderpool.node.Node;
import thunderpool.node.NodeException;
import thunderpool.node.NodeFault;

/** Looks at one node: is it ours, is it well, and what would it have us work on? Used by one thread. */
final class NodeCheck {

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

    private final Node node;
    private final Chain chain;
    private final Policy policy;
    private final LongSupplier nanoClock;
    private boolean genesisSeen;
    private int peers;
    private long peersAtMs = Long.MIN_VALUE;
    private Optional<BlockTemplate> template = Optional.empty();
    private long templateAtMs;

    NodeCheck(Node node, Chain chain, Policy policy, LongSupplier nanoClock) {
        this.node = node;
        this.chain = chain;
        this.policy = policy;
        this.nanoClock = nanoClock;
    }

    /** Looks now; a template that a tip signal brought saves asking for it. Never throws for a node's faults. */
    NodeReport look(Optional<BlockTemplate> brought, long nowMs) {
        try {
            NodeReport report = lookOnce(brought, nowMs);
            // The tip moved between the two questions: ask again, a few times at most.
            for (int again = 0; again < LOOKS_AGAIN && report.problem().equals(TIP_MOVES); again++) {
                report = lookOnce(Optional.empty(), nowMs);
            }
            return report;
        } catch (NodeException e) {
            return new NodeReport(
                    node.name(), nowMs, Optional.empty(), peers, 0, describe(e.fault()), Optional.empty(), 0);
        }
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
        return problem.isEmpty()
                ? new NodeReport(node.name(), nowMs, Optional.of(state), peers, latencyMs, "", template, templateAtMs)
                : new NodeReport(
                        node.name(), nowMs, Optional.of(state), peers, latencyMs, problem, Optional.empty(), 0);
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

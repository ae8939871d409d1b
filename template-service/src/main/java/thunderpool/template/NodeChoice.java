package thunderpool.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import thunderpool.bitcoin.Hash256;
import thunderpool.node.ChainState;
import thunderpool.topics.ChainStatus.NodeStatus;

/**
 * Chooses the node that work comes from: the one with the most work behind its tip; among equals the one already chosen,
 * else the first in configured order. Pure.
 *
 * @param chosen absent when no node may be worked with
 * @param nodes every node as operators see it, in configured order
 * @param reason why none was chosen, empty when one was
 */
record NodeChoice(Optional<NodeReport> chosen, List<NodeStatus> nodes, String reason) {

    /** A tip spreads in seconds: one block less is ordinary for a moment, two are not. */
    private static final int BLOCKS_BEHIND = 2;

    private static final String SILENT = "silent for ";

    /**
     * Chooses.
     *
     * @param reports newest of each node, in configured order
     * @param current name of the node chosen before
     * @param silentAfterMs a report older than this says nothing about now
     */
    static NodeChoice among(List<NodeReport> reports, Optional<String> current, long nowMs, long silentAfterMs) {
        List<NodeReport> judged = reports.stream()
                .map(report -> heard(report, nowMs, silentAfterMs))
                .toList();
        Optional<NodeReport> best =
                judged.stream().filter(NodeReport::usable).max(Comparator.comparing(NodeChoice::work));
        if (best.isEmpty()) {
            return new NodeChoice(Optional.empty(), statuses(judged, Optional.empty()), whyNone(judged));
        }
        List<NodeReport> leaders = judged.stream()
                .filter(NodeReport::usable)
                .filter(report -> work(report).equals(work(best.get())))
                .toList();
        NodeReport chosen = leaders.stream()
                .filter(report -> current.isPresent() && report.node().equals(current.get()))
                .findFirst()
                .orElse(leaders.getFirst());
        List<NodeReport> compared =
                judged.stream().map(report -> behind(report, chosen)).toList();
        return new NodeChoice(Optional.of(chosen), statuses(compared, Optional.of(chosen.node())), "");
    }

    /** Whether a block could be handed to any of them: one that answers takes it, whatever else is wrong with the node. */
    boolean anyAnswers() {
        return nodes.stream()
                .anyMatch(node ->
                        !node.problem().startsWith(SILENT) && !node.tip().equals(Hash256.ZERO));
    }

    private static NodeReport heard(NodeReport report, long nowMs, long silentAfterMs) {
        long silentMs = nowMs - report.atMs();
        return silentMs > silentAfterMs ? with(report, SILENT + silentMs / 1000 + " s") : report;
    }

    private static NodeReport behind(NodeReport report, NodeReport chosen) {
        int blocks = chosen.height() - report.height();
        return report.usable() && blocks >= BLOCKS_BEHIND
                ? with(report, "lies " + blocks + " blocks behind " + chosen.node())
                : report;
    }

    private static NodeReport with(NodeReport report, String problem) {
        return new NodeReport(
                report.node(),
                report.atMs(),
                report.state(),
                report.peers(),
                report.latencyMs(),
                problem,
                report.template(),
                report.templateAtMs());
    }

    private static BigInteger work(NodeReport report) {
        return report.state().map(ChainState::chainWork).orElse(BigInteger.ZERO);
    }

    private static List<NodeStatus> statuses(List<NodeReport> reports, Optional<String> chosen) {
        List<NodeStatus> statuses = new ArrayList<>();
        for (NodeReport report : reports) {
            boolean isChosen = chosen.isPresent() && chosen.get().equals(report.node());
            statuses.add(new NodeStatus(
                    report.node(),
                    isChosen,
                    report.usable(),
                    report.problem(),
                    report.tip(),
                    report.height(),
                    report.latencyMs(),
                    report.peers()));
        }
        return List.copyOf(statuses);
    }

    private static String whyNone(List<NodeReport> reports) {
        if (reports.isEmpty()) {
            return "no node has been heard of yet";
        }
        List<String> problems = reports.stream()
                .map(report -> report.node() + ": " + (report.problem().isEmpty() ? "no template" : report.problem()))
                .toList();
        return "no node to work with (" + String.join("; ", problems) + ")";
    }
}

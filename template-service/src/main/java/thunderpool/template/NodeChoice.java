package thunderpool.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.MalformedException;
import thunderpool.bitcoin.Target;
import thunderpool.topics.ChainStatus.NodeStatus;
import thunderpool.work.Work;

/**
 * Chooses the node that work comes from: one at the tip that the {@link TipRule} allows; of several the one already chosen,
 * else the first in configured order. Pure.
 *
 * @param chosen absent when no node may be worked with
 * @param nodes every node as operators see it, in configured order
 * @param reason why none was chosen, empty when one was
 * @param tips how the nodes' tips were judged
 */
record NodeChoice(Optional<NodeReport> chosen, List<NodeStatus> nodes, String reason, TipRule.Judgement tips) {

    /** Before anything was heard. */
    static final NodeChoice NONE = new NodeChoice(Optional.empty(), List.of(), "", TipRule.Judgement.NONE);

    /** A tip spreads in seconds: one block less is ordinary for a moment, two are not. */
    private static final int BLOCKS_BEHIND = 2;

    private static final int HEX_SHOWN = 8;
    private static final String SILENT = "silent for ";
    private static final String ONLY = "only ";

    /** @param silentAfterMs a report older than this says nothing about now */
    record Rules(TipRule tips, long silentAfterMs) {}

    /**
     * Chooses.
     *
     * @param reports newest of each node, in configured order
     * @param before the choice before this one
     */
    static NodeChoice among(List<NodeReport> reports, NodeChoice before, Rules rules, long nowMs) {
        List<NodeReport> judged = reports.stream()
                .map(report -> heard(report, nowMs, rules.silentAfterMs()))
                .toList();
        List<NodeReport> usable = judged.stream().filter(NodeReport::usable).toList();
        List<TipRule.Vote> votes = usable.stream().map(NodeChoice::vote).toList();
        TipRule.Judgement tips = rules.tips().judge(before.tips().memory(), votes, nowMs);
        Optional<NodeReport> chosen = tips.ruling() instanceof TipRule.Ruling.Work work
                ? Optional.of(chosenAt(work.tip(), usable, before))
                : Optional.empty();
        List<NodeReport> compared = judged.stream()
                .map(report -> compared(report, chosen, judged, rules.tips()))
                .toList();
        List<NodeStatus> statuses = statuses(compared, chosen.map(NodeReport::node));
        return new NodeChoice(chosen, statuses, reason(tips.ruling(), rules.tips(), statuses), tips);
    }

    private static String reason(TipRule.Ruling ruling, TipRule rule, List<NodeStatus> nodes) {
        String all = String.join("; ", nodes.stream().map(NodeChoice::said).toList());
        return switch (ruling) {
            case TipRule.Ruling.Work _ -> "";
            case TipRule.Ruling.Hold _ -> "no node is at the tip that miners work on (" + all + ")";
            case TipRule.Ruling.Disputed _ -> "fewer than " + rule.agree() + " nodes agree on a tip (" + all + ")";
            case TipRule.Ruling.Nobody _ ->
                nodes.isEmpty() ? "no node has been heard of yet" : "no node to work with (" + all + ")";
        };
    }

    private static NodeReport chosenAt(Hash256 tip, List<NodeReport> usable, NodeChoice before) {
        List<NodeReport> there =
                usable.stream().filter(report -> report.tip().equals(tip)).toList();
        Optional<String> current = before.chosen().map(NodeReport::node);
        return there.stream()
                .filter(report -> current.isPresent() && report.node().equals(current.get()))
                .findFirst()
                .orElse(there.getFirst());
    }

    /** Whether the last template stands for now: the nodes of its tip are away, and the others have nothing newer. */
    boolean holds() {
        return tips.ruling() instanceof TipRule.Ruling.Hold;
    }

    /** Whether nothing may be worked on, though nodes answer: not even the last template. */
    boolean stops() {
        return tips.ruling() instanceof TipRule.Ruling.Disputed;
    }

    /** Whether work goes on although a node that too few agree with has more of it. */
    boolean passesOver() {
        return tips.ruling() instanceof TipRule.Ruling.Work work && !work.inFront();
    }

    /** Every node in words. */
    String said() {
        return String.join("; ", nodes.stream().map(NodeChoice::said).toList());
    }

    /** Whether a block could be handed to any of them: one that answers takes it, whatever else is wrong with the node. */
    boolean anyAnswers() {
        return nodes.stream()
                .anyMatch(node ->
                        !node.problem().startsWith(SILENT) && !node.tip().equals(Hash256.ZERO));
    }

    private static NodeReport heard(NodeReport report, long nowMs, long silentAfterMs) {
        long silentMs = nowMs - report.atMs();
        return silentMs > silentAfterMs ? report.refused(SILENT + silentMs / 1000 + " s") : report;
    }

    private static TipRule.Vote vote(NodeReport report) {
        return new TipRule.Vote(report.node(), report.tip(), report.work(), blockWork(report), report.answers());
    }

    private static BigInteger blockWork(NodeReport report) {
        try {
            return Work.ofTarget(
                            Target.ofCompact(report.template().orElseThrow().nbits()))
                    .toBigInteger();
        } catch (MalformedException e) {
            // No work comes from such a template anyway; as a voter it reaches no further than its own tip.
            return BigInteger.ZERO;
        }
    }

    /** What is to be said of a usable node that work does not come from. */
    private static NodeReport compared(
            NodeReport report, Optional<NodeReport> chosen, List<NodeReport> judged, TipRule rule) {
        if (!report.usable()
                || (chosen.isPresent() && report.tip().equals(chosen.get().tip()))) {
            return report;
        }
        boolean ahead = chosen.isEmpty() || report.work().compareTo(chosen.get().work()) > 0;
        if (ahead) {
            long there = judged.stream()
                    .filter(other -> other.usable() && other.tip().equals(report.tip()))
                    .count();
            return there < rule.agree()
                    ? report.refused(
                            ONLY + there + " of " + judged.size() + " nodes at its tip, needed are " + rule.agree())
                    : report;
        }
        NodeReport worked = chosen.get();
        if (Boolean.FALSE.equals(worked.answers().get(report.tip()))) {
            return report.refused("is on another branch than " + worked.node());
        }
        int blocks = worked.height() - report.height();
        return blocks >= BLOCKS_BEHIND ? report.refused("lies " + blocks + " blocks behind " + worked.node()) : report;
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

    private static String said(NodeStatus node) {
        if (!node.healthy() && !node.problem().startsWith(ONLY)) {
            return node.name() + ": " + node.problem();
        }
        String hex = node.tip().displayHex();
        return node.name() + ": height " + node.height() + ", tip .." + hex.substring(hex.length() - HEX_SHOWN);
    }
}

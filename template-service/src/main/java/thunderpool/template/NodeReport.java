package thunderpool.template;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import thunderpool.bitcoin.Hash256;
import thunderpool.node.BlockTemplate;
import thunderpool.node.ChainState;

/**
 * What one look at a node brought. State and template are of the same tip, or the template is absent.
 *
 * @param node its name
 * @param atMs when it was looked at, milliseconds since the Unix epoch
 * @param state absent when it did not answer
 * @param latencyMs of the answer
 * @param problem why no work may come from it, empty when it may
 * @param template on the state's tip
 * @param templateAtMs when the node made it
 * @param answers whether blocks that others are at lie in its active chain, as far as it was asked
 */
record NodeReport(
        String node,
        long atMs,
        Optional<ChainState> state,
        int peers,
        int latencyMs,
        String problem,
        Optional<BlockTemplate> template,
        long templateAtMs,
        Map<Hash256, Boolean> answers) {

    NodeReport {
        answers = Map.copyOf(answers);
    }

    boolean usable() {
        return problem.isEmpty() && state.isPresent() && template.isPresent();
    }

    Hash256 tip() {
        return state.map(ChainState::tip).orElse(Hash256.ZERO);
    }

    BigInteger work() {
        return state.map(ChainState::chainWork).orElse(BigInteger.ZERO);
    }

    int height() {
        return state.map(ChainState::height).orElse(0);
    }

    /** Whether the block lies in its chain, as far as it was asked. */
    boolean has(Hash256 block) {
        return tip().equals(block) || answers.getOrDefault(block, false);
    }

    /** The same look, but no work may come from it. */
    NodeReport refused(String why) {
        return new NodeReport(node, atMs, state, peers, latencyMs, why, template, templateAtMs, answers);
    }

    NodeReport answering(Map<Hash256, Boolean> given) {
        return new NodeReport(node, atMs, state, peers, latencyMs, problem, template, templateAtMs, given);
    }
}

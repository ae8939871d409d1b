package thunderpool.template;

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
 */
record NodeReport(
        String node,
        long atMs,
        Optional<ChainState> state,
        int peers,
        int latencyMs,
        String problem,
        Optional<BlockTemplate> template,
        long templateAtMs) {

    boolean usable() {
        return problem.isEmpty() && state.isPresent() && template.isPresent();
    }

    Hash256 tip() {
        return state.map(ChainState::tip).orElse(Hash256.ZERO);
    }

    int height() {
        return state.map(ChainState::height).orElse(0);
    }
}

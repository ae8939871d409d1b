package thunderpool.node;

import java.util.Optional;
import thunderpool.bitcoin.Hash256;

/**
 * A node's tip may have changed. A hint: whoever acts on it asks the node.
 *
 * @param node name of the node
 * @param source that was first to tell
 * @param tip the block that is the node's tip now
 * @param template on that tip, when the source brought one
 */
public record TipSignal(String node, Source source, Hash256 tip, Optional<BlockTemplate> template) {

    /** How the pool hears of a tip. */
    public enum Source {
        LONG_POLL("longpoll"),
        ZMQ("zmq"),
        POLL("poll");

        private final String label;

        Source(String label) {
            this.label = label;
        }

        /** For metrics. */
        public String label() {
            return label;
        }
    }
}

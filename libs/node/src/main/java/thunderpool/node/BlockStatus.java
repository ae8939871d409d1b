package thunderpool.node;

import java.util.Optional;
import thunderpool.bitcoin.Hash256;

/**
 * What a node knows of a block: a verbose reply to {@code getblockheader}.
 *
 * @param confirmations 1 for the tip of the active chain and so on; -1 for a block off the active chain
 * @param time of the header, Unix seconds
 */
public record BlockStatus(Hash256 id, int confirmations, int height, Optional<Hash256> previous, long time) {

    public boolean inActiveChain() {
        return confirmations > 0;
    }
}

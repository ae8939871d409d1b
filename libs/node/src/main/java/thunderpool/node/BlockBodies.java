package thunderpool.node;

import java.util.Optional;
import thunderpool.bitcoin.Block;
import thunderpool.bitcoin.Hash256;

/** A node's blocks with all their transactions, for who must know what a block spends. Throws {@link NodeException}. */
public interface BlockBodies {

    /** Empty when the node does not have the block, or has pruned it. */
    Optional<Block.Parsed> blockBody(Hash256 id);
}

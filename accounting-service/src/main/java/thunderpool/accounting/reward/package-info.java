/**
 * What the chain's story of a block does to the ledger: splitting its reward once, then moving it as the chain moves.
 */
@NullMarked
package thunderpool.accounting.reward;

import org.jspecify.annotations.NullMarked;

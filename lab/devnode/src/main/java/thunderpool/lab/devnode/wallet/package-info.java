/**
 * The node's one wallet: keys, what was ever received and sent, spending. Knows chain and mempool; knows no RPC shapes.
 */
@NullMarked
package thunderpool.lab.devnode.wallet;

import org.jspecify.annotations.NullMarked;

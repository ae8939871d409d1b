/**
 * The running node: chain, mempool and wallet under one lock, what follows from each change, and the made-up life around
 * it (traffic, peers, notifications). Knows no JSON.
 */
@NullMarked
package thunderpool.lab.devnode.node;

import org.jspecify.annotations.NullMarked;

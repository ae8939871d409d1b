/** Tests of the node's RPC: replies recorded from a real node, faults played by fakes. */
@NullMarked
package thunderpool.node;

import org.jspecify.annotations.NullMarked;

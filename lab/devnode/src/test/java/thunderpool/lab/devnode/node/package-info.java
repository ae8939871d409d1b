/** Tests of the node's core without its RPC. */
@NullMarked
package thunderpool.lab.devnode.node;

import org.jspecify.annotations.NullMarked;

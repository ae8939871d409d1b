/** Tests of the node from outside, over its RPC. */
@NullMarked
package thunderpool.lab.devnode;

import org.jspecify.annotations.NullMarked;

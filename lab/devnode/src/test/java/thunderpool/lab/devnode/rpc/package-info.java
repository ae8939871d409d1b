/** Tests of single shapes against published vectors. */
@NullMarked
package thunderpool.lab.devnode.rpc;

import org.jspecify.annotations.NullMarked;

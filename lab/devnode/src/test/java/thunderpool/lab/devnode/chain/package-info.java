/** Tests of single consensus rules against published vectors. */
@NullMarked
package thunderpool.lab.devnode.chain;

import org.jspecify.annotations.NullMarked;

/** Placeholder until its owner writes it. */
@NullMarked
package thunderpool.node;

import org.jspecify.annotations.NullMarked;

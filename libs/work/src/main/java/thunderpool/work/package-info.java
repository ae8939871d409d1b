/** Placeholder until its owner writes it. */
@NullMarked
package thunderpool.work;

import org.jspecify.annotations.NullMarked;

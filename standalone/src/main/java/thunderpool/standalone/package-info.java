/** Placeholder until its owner writes it. */
@NullMarked
package thunderpool.standalone;

import org.jspecify.annotations.NullMarked;

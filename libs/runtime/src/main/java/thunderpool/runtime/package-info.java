/** Placeholder until its owner writes it. */
@NullMarked
package thunderpool.runtime;

import org.jspecify.annotations.NullMarked;

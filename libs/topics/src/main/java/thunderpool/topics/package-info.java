/** Placeholder until its owner writes it. */
@NullMarked
package thunderpool.topics;

import org.jspecify.annotations.NullMarked;

/** Placeholder until its owner writes it. */
@NullMarked
package thunderpool.dashboard;

import org.jspecify.annotations.NullMarked;

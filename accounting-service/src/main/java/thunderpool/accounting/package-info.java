/** Placeholder until its owner writes it. */
@NullMarked
package thunderpool.accounting;

import org.jspecify.annotations.NullMarked;

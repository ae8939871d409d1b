/** Placeholder until its owner writes it. */
@NullMarked
package thunderpool.payout;

import org.jspecify.annotations.NullMarked;

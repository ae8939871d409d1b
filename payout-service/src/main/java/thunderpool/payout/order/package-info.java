/**
 * What the saga is about, as immutable values: orders, families of attempts to pay them, the blocks we saw and what they
 * spend, and the pure verdict over both. Knows no store, no node and no clock.
 */
@NullMarked
package thunderpool.payout.order;

import org.jspecify.annotations.NullMarked;

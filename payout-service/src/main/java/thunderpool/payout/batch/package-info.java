/**
 * Plans transactions: which orders, which coins, which fee, and what the signed bytes must look like. Pure functions over
 * values; knows no node, no store and no clock.
 */
@NullMarked
package thunderpool.payout.batch;

import org.jspecify.annotations.NullMarked;

/** Tests of the planner. */
@NullMarked
package thunderpool.payout.batch;

import org.jspecify.annotations.NullMarked;

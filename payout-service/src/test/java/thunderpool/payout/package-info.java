/** Tests of the service as a whole: its wiring, its tables and its lease. */
@NullMarked
package thunderpool.payout;

import org.jspecify.annotations.NullMarked;

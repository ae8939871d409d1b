/** Tests of schedules and of the message that changes them. */
@NullMarked
package thunderpool.payout.schedule;

import org.jspecify.annotations.NullMarked;

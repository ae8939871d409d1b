/**
 * When an account is paid: payment schemes, each account's schedule, when it is due, and the message by which its owner
 * changes it. Pure values and functions; knows no store, no node and no clock.
 */
@NullMarked
package thunderpool.payout.schedule;

import org.jspecify.annotations.NullMarked;

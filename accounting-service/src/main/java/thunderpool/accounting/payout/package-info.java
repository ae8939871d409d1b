/**
 * Accounting's side of a payout: an order reserves an account's whole payable balance, and is settled or returned once.
 * Knows no transaction of any chain.
 */
@NullMarked
package thunderpool.accounting.payout;

import org.jspecify.annotations.NullMarked;

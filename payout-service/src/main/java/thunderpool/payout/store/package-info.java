/**
 * The saga's store in PostgreSQL: rows, constraints and the fence. Decides nothing.
 */
@NullMarked
package thunderpool.payout.store;

import org.jspecify.annotations.NullMarked;

/**
 * The saga's store without a database, for simulations and tests: the same constraints as the tables, kept in maps.
 * Decides nothing.
 */
@NullMarked
package thunderpool.payout.memory;

import org.jspecify.annotations.NullMarked;

/**
 * Credited work per account, worker, reward system and slice, as a fold over the log, and the PPLNS window over it. Knows
 * no money.
 */
@NullMarked
package thunderpool.accounting.window;

import org.jspecify.annotations.NullMarked;

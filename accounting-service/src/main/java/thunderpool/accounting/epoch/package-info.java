/**
 * Numbered runs of slices: when they close and what each account is told it contributed. Statements move no money.
 */
@NullMarked
package thunderpool.accounting.epoch;

import org.jspecify.annotations.NullMarked;

/** Accounting in memory, and the tests of the whole of it. */
@NullMarked
package thunderpool.accounting;

import org.jspecify.annotations.NullMarked;

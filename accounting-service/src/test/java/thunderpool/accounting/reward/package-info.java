/** Tests of the reward's pure core. */
@NullMarked
package thunderpool.accounting.reward;

import org.jspecify.annotations.NullMarked;

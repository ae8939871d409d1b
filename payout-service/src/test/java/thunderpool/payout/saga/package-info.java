/** Tests of the saga against a chain, a wallet and an accounting that fail in every way we could think of. */
@NullMarked
package thunderpool.payout.saga;

import org.jspecify.annotations.NullMarked;

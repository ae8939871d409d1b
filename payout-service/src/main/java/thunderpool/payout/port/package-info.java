/**
 * What the saga needs from the world: a store with transactions, a chain with a wallet, someone to tell. Interfaces and
 * their promises only.
 */
@NullMarked
package thunderpool.payout.port;

import org.jspecify.annotations.NullMarked;

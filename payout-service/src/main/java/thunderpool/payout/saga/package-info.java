/**
 * Moves orders from request to settlement: follows the chain, asks for due accounts, binds orders to signed attempts,
 * broadcasts, replaces, settles. Everything it knows is in the store; every step is one transaction there, so a crash at
 * any point is continued by a fresh instance. Knows no Spring, no database, no RPC and no clock.
 */
@NullMarked
package thunderpool.payout.saga;

import org.jspecify.annotations.NullMarked;

/**
 * Consensus: which blocks are valid, which chain is the best, which coins are unspent, and the log that keeps them.
 * Knows bitcoinj's blocks and transactions; knows neither mempool, wallet, RPC nor wall clock.
 */
@NullMarked
package thunderpool.lab.devnode.chain;

import org.jspecify.annotations.NullMarked;

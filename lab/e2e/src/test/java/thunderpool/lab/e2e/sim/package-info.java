/**
 * The whole pool in one thread, from one seed, in virtual time: the real cores of gateway, validator, template-service,
 * accounting and payout over a log, a chain, a wallet and miners that lose, delay, repeat and die.
 *
 * <p>Knows every service's core and its fixtures in memory. Does not know sockets, brokers, databases or clocks. Its
 * oracles recompute hashes, credit and money by themselves (bitcoinj, plain sums), never with the code under test.
 */
@NullMarked
package thunderpool.lab.e2e.sim;

import org.jspecify.annotations.NullMarked;

/**
 * Bitcoin's value types and byte formats: amounts, hashes, targets, headers, transactions, scripts, addresses, chains.
 *
 * <p>Knows bytes and consensus encodings of Bitcoin-like chains. Does not know pools, shares, jobs, nodes, time or
 * frameworks. Byte order is part of every factory's name: <em>wire</em> is the order of serialized structures,
 * <em>display</em> the reversed order that explorers and RPC use.
 */
@NullMarked
package thunderpool.bitcoin;

import org.jspecify.annotations.NullMarked;

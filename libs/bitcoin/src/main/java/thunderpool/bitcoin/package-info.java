/**
 * The values and byte formats of Bitcoin-like chains: amounts, hashes, targets, scripts, transactions, headers, blocks,
 * addresses, signed messages, and the chains themselves as values.
 *
 * <p>Knows consensus serialization and nothing of miners, pools, nodes, networks, clocks or storage. Byte order is
 * part of every name: <i>wire</i> is the order of serialized blocks, <i>display</i> is the reversed hexadecimal
 * spelling that nodes print.
 */
@NullMarked
package thunderpool.bitcoin;

import org.jspecify.annotations.NullMarked;

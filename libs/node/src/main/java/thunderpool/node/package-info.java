/**
 * A full node and its wallet, spoken to by Bitcoin Core's JSON-RPC: typed calls, typed faults, guarded against a node
 * that is slow, gone or overloaded, and signals that its tip may have changed.
 *
 * <p>Knows the RPC's words and units. Does not know the pool: nothing here decides which node to trust, what a template
 * becomes, or what a transaction is for.
 */
@NullMarked
package thunderpool.node;

import org.jspecify.annotations.NullMarked;

/**
 * Pays accounts by transactions on the chain, without ever being able to pay twice.
 *
 * <p>This package is the service: its configuration, composition, the loop under the lease, and the adapter to the node.
 * {@code order} holds what the saga is about, {@code batch} plans transactions, {@code schedule} decides when an account
 * is due, {@code saga} moves orders, {@code store} keeps them. None of it knows the ledger: accounting-service reserves
 * and settles, over topics.
 */
@NullMarked
package thunderpool.payout;

import org.jspecify.annotations.NullMarked;

/**
 * Unconfirmed transactions, the policy that lets them in, and the templates built from them. Knows the chain; knows no
 * wallet, no RPC and no wall clock.
 */
@NullMarked
package thunderpool.lab.devnode.mempool;

import org.jspecify.annotations.NullMarked;

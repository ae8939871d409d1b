/**
 * What operators see of the pool beyond the public figures: how the services are, who is shut out, and the whole life of a
 * share, a block, a payment or an account.
 *
 * <p>Knows what services say of themselves, and the read models. Does not know HTTP or the broker.
 */
@NullMarked
package thunderpool.dashboard.admin.pool;

import org.jspecify.annotations.NullMarked;

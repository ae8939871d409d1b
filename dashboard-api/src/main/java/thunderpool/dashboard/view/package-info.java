/**
 * What people read: read models folded from topics, and a live view of the chain.
 *
 * <p>Knows topics and its own tables. Does not know other services' databases, nodes or miners' connections; it never
 * moves money, and what an operator or miner wants done travels as an AdminCommand to the service that owns it.
 */
@NullMarked
package thunderpool.dashboard.view;

import org.jspecify.annotations.NullMarked;

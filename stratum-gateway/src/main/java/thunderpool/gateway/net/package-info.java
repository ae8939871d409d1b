/**
 * Sockets: ports, TLS, the PROXY protocol, limits per connection, address and gateway, and the drain.
 *
 * <p>Knows Netty and how bytes become lines. Does not know the rules of stratum: it feeds {@link
 * thunderpool.gateway.session.Session} and writes what that says.
 */
@NullMarked
package thunderpool.gateway.net;

import org.jspecify.annotations.NullMarked;

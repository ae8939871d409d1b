/**
 * One miner's conversation: messages in, messages out, time as a parameter; and what all sessions share: extranonces,
 * tokens, bans, metrics.
 *
 * <p>Knows the rules of stratum and of the pool's ports. Does not know sockets ({@link
 * thunderpool.gateway.session.Connection} is an interface), topics' transport or files ({@link
 * thunderpool.gateway.session.SharePort} and {@link thunderpool.gateway.session.BlockPort} are interfaces).
 */
@NullMarked
package thunderpool.gateway.session;

import org.jspecify.annotations.NullMarked;

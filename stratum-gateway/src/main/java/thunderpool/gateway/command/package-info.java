/**
 * What operators want a gateway to do: bans, messages, other rules for a port, a drain. Commands and times in, answers and
 * orders out.
 *
 * <p>Knows what a command may say and which of them still hold. Does not know the topics' transport, sockets or clocks.
 */
@NullMarked
package thunderpool.gateway.command;

import org.jspecify.annotations.NullMarked;

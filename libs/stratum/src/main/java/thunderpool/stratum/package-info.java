/**
 * Stratum V1 on the wire: messages as records, framing, and codecs for both directions (the pool's side and the
 * miner's side).
 *
 * <p>Knows lines, JSON and what firmware in the field sends and expects. Does not know sessions, jobs, sockets or
 * clocks: every codec is a function of the bytes it is given.
 */
@NullMarked
package thunderpool.stratum;

import org.jspecify.annotations.NullMarked;

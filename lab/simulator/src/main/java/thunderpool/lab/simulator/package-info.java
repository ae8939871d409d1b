/**
 * Miners as the pool meets them: firmware dialects that hash for real, in fleets of thousands of connections. Knows the
 * miner's side of the wire and nothing of the pool's inside; what miners were told is kept, so that tests can compare it
 * with what was credited.
 */
@NullMarked
package thunderpool.lab.simulator;

import org.jspecify.annotations.NullMarked;

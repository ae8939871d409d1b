/**
 * Shares by the ten thousand a second without hashing: at difficulty 2^-32 nearly every nonce is a share. Knows the wire
 * and what it was told; measures the pool from outside only.
 */
@NullMarked
package thunderpool.lab.simulator.load;

import org.jspecify.annotations.NullMarked;

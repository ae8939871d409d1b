/** Searching nonces with the CPU. Knows headers and targets; knows no jobs, no sockets and no clock. */
@NullMarked
package thunderpool.lab.simulator.hash;

import org.jspecify.annotations.NullMarked;

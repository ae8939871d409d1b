/**
 * Benchmarks: the hot functions under JMH, and the whole pool's share rate measured from outside, per process. Knows the
 * libraries and the simulator; starts the standalone pool as a process and reads its ports, never its classes.
 */
@NullMarked
package thunderpool.lab.bench;

import org.jspecify.annotations.NullMarked;

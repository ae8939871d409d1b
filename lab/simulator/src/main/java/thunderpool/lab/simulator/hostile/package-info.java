/**
 * Clients that mean harm or are broken, each as a scenario with an end and a report. Knows sockets and bytes, and the wire
 * only where an attack needs it; asserts nothing: what a pool should do about it is the test's to say.
 */
@NullMarked
package thunderpool.lab.simulator.hostile;

import org.jspecify.annotations.NullMarked;

/** Placeholder until its owner writes it. */
@NullMarked
package thunderpool.lab.simulator;

import org.jspecify.annotations.NullMarked;

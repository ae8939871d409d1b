/** Placeholder until its owner writes it. */
@NullMarked
package thunderpool.lab.bench;

import org.jspecify.annotations.NullMarked;

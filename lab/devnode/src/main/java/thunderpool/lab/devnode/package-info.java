/** Placeholder until its owner writes it. */
@NullMarked
package thunderpool.lab.devnode;

import org.jspecify.annotations.NullMarked;

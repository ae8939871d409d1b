/** Placeholder until its owner writes it. */
@NullMarked
package thunderpool.stratum;

import org.jspecify.annotations.NullMarked;

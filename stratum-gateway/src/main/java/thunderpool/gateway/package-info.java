/** Placeholder until its owner writes it. */
@NullMarked
package thunderpool.gateway;

import org.jspecify.annotations.NullMarked;

/** Placeholder until its owner writes it. */
@NullMarked
package thunderpool.template;

import org.jspecify.annotations.NullMarked;

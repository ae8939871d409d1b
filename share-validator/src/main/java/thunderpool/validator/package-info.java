/** Placeholder until its owner writes it. */
@NullMarked
package thunderpool.validator;

import org.jspecify.annotations.NullMarked;

/**
 * The one call between services outside the topics: a gateway hands a solved block over at once.
 *
 * <p>Knows HTTP and the shared secret. Does not know what becomes of a block.
 */
@NullMarked
package thunderpool.template.http;

import org.jspecify.annotations.NullMarked;

/**
 * The REST interface under {@code /api} and the live stream: turns requests into questions to the read model.
 *
 * <p>Knows paths, limits and the words of errors. Does not know SQL or topics.
 */
@NullMarked
package thunderpool.dashboard.http;

import org.jspecify.annotations.NullMarked;

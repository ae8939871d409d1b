/**
 * What every service's log has in common: the names of events and of what they are about, whose a line is, and lines as JSON.
 * Knows the logging library and no service.
 */
@NullMarked
package thunderpool.runtime.log;

import org.jspecify.annotations.NullMarked;

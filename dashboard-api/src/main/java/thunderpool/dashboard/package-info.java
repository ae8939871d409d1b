/**
 * The dashboard's service: its configuration's binding, its beans and what runs when.
 *
 * <p>Knows every part of the service and the frameworks that host them. Does not know SQL, paths or records.
 */
@NullMarked
package thunderpool.dashboard;

import org.jspecify.annotations.NullMarked;
